import {statSync} from 'node:fs';
import {
	AccessError,
	type AccessSettings,
	type SettingName,
	type Stated,
	type Surroundings,
} from './access-request.ts';
import type {Authentication, SecretSource} from './connection-target.ts';
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
 * Decides as whom to connect: the first layer that states any identity decides, so that a flag is never overruled by
 * a context. Within a layer: the addresses' user info, user, creds, nkey, user JWT, token.
 * @throws AccessError
 */
export async function resolveAuthentication(
	layers: readonly AuthenticationLayer[],
	surroundings: Surroundings,
): Promise<Authentication> {
	const first = (name: SettingName) => layers.find(({settings}) => settings[name])?.settings[name];
	for (const layer of layers) {
		const {creds, nkey, userJwt, user, token, nsc} = layer.settings;
		if (layer.userInfo) {
			return fromUserInfo(layer.userInfo);
		}

		if (user) {
			return fromUser(user, first('password'), layer, surroundings);
		}

		if (creds) {
			return fromCreds(await fileSecret(creds, surroundings), creds.place);
		}

		if (nsc) {
			const {credsFile: file} = await nscProfile(nsc.text.reveal(), nsc.place, surroundings);
			return fromCreds({text: new Secret(readGivenFile(file, nsc.place)), file}, nsc.place);
		}

		if (nkey) {
			const seed = await fileSecret(nkey, surroundings);
			check(nkey.place, seed, parseSeed);
			return {type: 'nkey', seed};
		}

		if (userJwt) {
			return fromJwt(userJwt, first('userSeed'), surroundings);
		}

		if (token) {
			return {type: 'token', token: await literalSecret(token, surroundings)};
		}
	}

	const lone = first('userSeed');
	if (lone) {
		throw new AccessError(`${lone.place} needs the JWT that it belongs to: give --jwt too`);
	}

	return {type: 'none'};
}

function fromUserInfo({name, password}: UserInfo): Authentication {
	return password === undefined
		? {type: 'token', token: fixed(name)}
		: {type: 'user', user: name.reveal(), password: fixed(password)};
}

async function fromUser(
	user: Stated,
	password: Stated | undefined,
	{asksPassword}: AuthenticationLayer,
	surroundings: Surroundings,
): Promise<Authentication> {
	if (password) {
		const source = await literalSecret(password, surroundings);
		return {type: 'user', user: user.text.reveal(), password: source};
	}

	const typed = asksPassword ? await surroundings.askPassword?.() : undefined;
	return {type: 'user', user: user.text.reveal(), password: fixed(typed ?? new Secret(''))};
}

function fromCreds(creds: SecretSource, place: string): Authentication {
	check(place, creds, parseCreds);
	return {type: 'creds', creds};
}

async function fromJwt(
	statedJwt: Stated,
	statedSeed: Stated | undefined,
	surroundings: Surroundings,
): Promise<Authentication> {
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
