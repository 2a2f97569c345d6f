import {statSync} from 'node:fs';
import {
	AccessError,
	type AccessSettings,
	type SettingName,
	type Stated,
	type Surroundings,
} from './access-request.ts';
import type {Authentication, Identity, SecretSource} from './connection-target.ts';
import {expandPath, readGivenFile} from './given-files.ts';
import {Secret} from './secret.ts';
import {nscProfile} from './secret-programs.ts';
import {fileSecret, literalSecret} from './secret-reference.ts';
import type {UserInfo} from './server-addresses.ts';
import {InvalidSecretError, parseCreds, parseJwt, parseSeed} from './user-credentials.ts';

/** What one layer states, with the user info of its server addresses where those are the ones in use. */
export type AuthenticationLayer = {
	readonly settings: AccessSettings;
	readonly userInfo: UserInfo | undefined;
	/** A user who is named here without a password may be asked for it. */
	readonly asksPassword: boolean;
};

/**
 * Decides as whom to connect. As in nats.go, a user, a JWT with its signature and a token are sent side by side, such as
 * credentials beside a user for an auth callout; of each the one of the strongest layer. Within a layer one of them counts
 * beside the token, as in the contexts of the `nats` CLI: user, creds, nkey, user JWT.
 * @throws AccessError
 */
export async function resolveAuthentication(
	layers: readonly AuthenticationLayer[],
	surroundings: Surroundings,
): Promise<Authentication> {
	const first: FirstStated = name => layers.find(({settings}) => settings[name])?.settings[name];
	const found: Identity[] = [];
	const taken = new Set<Slot>();
	for (const layer of layers) {
		const isWeaker = found.length > 0;
		for (const {kind, read} of candidates(layer, first, surroundings)) {
			if (slots[kind].some(slot => taken.has(slot))) {
				continue;
			}

			try {
				found.push(await read());
				slots[kind].forEach(slot => taken.add(slot));
			} catch (error) {
				// The `nats` CLI would not have looked at it.
				if (!isWeaker || !(error instanceof AccessError)) {
					throw error;
				}
			}
		}
	}

	const [identity, ...beside] = found;
	if (identity) {
		return beside.length === 0 ? identity : {...identity, beside};
	}

	const lone = first('userSeed');
	if (lone) {
		throw new AccessError(`${lone.place} needs the JWT that it belongs to: give --jwt too`);
	}

	return {type: 'none'};
}

type FirstStated = (name: SettingName) => Stated | undefined;

type Kind = 'userInfo' | 'user' | 'jwt' | 'nkey' | 'token';

/** What a message to connect has place for. */
type Slot = 'name' | 'jwt' | 'token';

/** In nats.go the user info of an address stands for a token, too, and an nkey excludes a JWT. */
const slots: Readonly<Record<Kind, readonly Slot[]>> = {
	userInfo: ['name', 'token'],
	user: ['name'],
	jwt: ['jwt'],
	nkey: ['name', 'jwt'],
	token: ['token'],
};

type Candidate = {readonly kind: Kind; readonly read: () => Promise<Identity>};

/** What a layer states, in the order in which it counts. */
function candidates(
	layer: AuthenticationLayer,
	first: FirstStated,
	surroundings: Surroundings,
): readonly Candidate[] {
	const {userInfo, settings} = layer;
	const {user, creds, nsc, nkey, userJwt, token} = settings;
	const found: Candidate[] = [];
	if (userInfo) {
		found.push({kind: 'userInfo', read: async () => fromUserInfo(userInfo)});
	}

	if (user) {
		const read = async () => fromUser(user, first('password'), layer, surroundings);
		found.push({kind: 'user', read});
	} else if (creds) {
		const read = async () => fromCreds(await fileSecret(creds, surroundings), creds.place);
		found.push({kind: 'jwt', read});
	} else if (nsc) {
		found.push({kind: 'jwt', read: async () => fromNsc(nsc, surroundings)});
	} else if (nkey) {
		found.push({kind: 'nkey', read: async () => fromNkey(nkey, surroundings)});
	} else if (userJwt) {
		const read = async () => fromJwt(userJwt, first('userSeed'), surroundings);
		found.push({kind: 'jwt', read});
	}

	if (token) {
		const read = async (): Promise<Identity> => ({
			type: 'token',
			token: await literalSecret(token, surroundings),
		});
		found.push({kind: 'token', read});
	}

	return found;
}

function fromUserInfo({name, password}: UserInfo): Identity {
	return password === undefined
		? {type: 'token', token: fixed(name)}
		: {type: 'user', user: name.reveal(), password: fixed(password)};
}

async function fromUser(
	user: Stated,
	password: Stated | undefined,
	{asksPassword}: AuthenticationLayer,
	surroundings: Surroundings,
): Promise<Identity> {
	if (password) {
		const source = await literalSecret(password, surroundings);
		return {type: 'user', user: user.text.reveal(), password: source};
	}

	const typed = asksPassword ? await surroundings.askPassword?.() : undefined;
	return {type: 'user', user: user.text.reveal(), password: fixed(typed ?? new Secret(''))};
}

function fromCreds(creds: SecretSource, place: string): Identity {
	check(place, creds, parseCreds);
	return {type: 'creds', creds};
}

async function fromNsc(nsc: Stated, surroundings: Surroundings): Promise<Identity> {
	const {credsFile: file} = await nscProfile(nsc.text.reveal(), nsc.place, surroundings);
	return fromCreds({text: new Secret(readGivenFile(file, nsc.place)), file}, nsc.place);
}

async function fromNkey(nkey: Stated, surroundings: Surroundings): Promise<Identity> {
	const seed = await fileSecret(nkey, surroundings);
	check(nkey.place, seed, parseSeed);
	return {type: 'nkey', seed};
}

async function fromJwt(
	statedJwt: Stated,
	statedSeed: Stated | undefined,
	surroundings: Surroundings,
): Promise<Identity> {
	const jwt = await textOrFile(statedJwt, surroundings);
	check(statedJwt.place, jwt, parseJwt);
	if (!statedSeed) {
		return {type: 'jwt', jwt, seed: undefined};
	}

	const seed = await textOrFile(statedSeed, surroundings);
	check(statedSeed.place, seed, parseSeed);
	return {type: 'jwt', jwt, seed};
}

/** `nats` calls the values of `--jwt` and `--seed` locations but takes the text itself: both are understood. */
async function textOrFile(stated: Stated, surroundings: Surroundings): Promise<SecretSource> {
	const file = expandPath(stated.text.reveal(), surroundings.env);
	return isReadableFile(file)
		? {text: new Secret(readGivenFile(file, stated.place)), file}
		: literalSecret(stated, surroundings);
}

/** Also for the pipe of a shell's `<(…)`. */
function isReadableFile(file: string): boolean {
	try {
		return !statSync(file).isDirectory();
	} catch {
		return false;
	}
}

function fixed(text: Secret): SecretSource {
	return {text, file: undefined};
}

function check(place: string, {text, file}: SecretSource, parse: (text: Secret) => unknown): void {
	try {
		parse(text);
	} catch (error) {
		if (error instanceof InvalidSecretError) {
			const where = file === undefined ? '' : ` the file ${file}`;
			throw new AccessError(`${place}:${where} ${error.message}`);
		}

		throw error;
	}
}
