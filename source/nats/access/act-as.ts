import {AccessError, UnknownContextError, type Surroundings} from './access-request.ts';
import type {ConnectionTarget} from './connection-target.ts';
import {contextNames, loadContext} from './contexts.ts';
import {resolveAuthentication} from './resolve-authentication.ts';
import {subjectPrefix, targetOf} from './resolve-target.ts';
import {Secret} from './secret.ts';

/** A connection for acting in an account. */
export type ActingTarget = {
	/** As `ACCOUNT=` said; undefined: the server knows, once connected. */
	readonly account: string | undefined;
	readonly target: ConnectionTarget;
};

/**
 * Resolves one `--act-as`: a context, an address with user info, or a credentials file, each of them optionally with
 * `ACCOUNT=` before it. What it leaves open (servers, TLS, timeout, name) is as in the main target.
 * @param inboxPrefixes `[ACCOUNT=]PREFIX`, for users whose context has none
 * @throws AccessError that says what is wrong
 */
export async function resolveActAs(
	text: string,
	main: ConnectionTarget,
	surroundings: Surroundings,
	inboxPrefixes: readonly string[] = [],
): Promise<ActingTarget> {
	const {account, identity} = parseActAs(text);
	const target = await targetOfIdentity(identity, main, surroundings);
	const inboxPrefix = target.inboxPrefix ?? inboxPrefixOf(account, inboxPrefixes);
	return {account, target: {...target, inboxPrefix}};
}

function inboxPrefixOf(account: string | undefined, given: readonly string[]): string | undefined {
	const prefixes = given.map(text => /^(?:([^=]*)=)?(.*)$/s.exec(text) ?? []);
	const own = prefixes.find(([, of]) => of !== undefined && of === account);
	const [, , prefix] = own ?? prefixes.find(([, of]) => of === undefined) ?? [];
	return prefix === undefined
		? undefined
		: subjectPrefix({text: new Secret(prefix), place: '--act-as-inbox-prefix'});
}

/**
 * The targets of all contexts of this user, for `--act-as-contexts`, without those that cannot be used. Contexts of
 * other clusters are among them.
 * @throws AccessError when the folder of contexts may not be read; the signal's reason when aborted
 */
export async function targetsOfContexts(
	main: ConnectionTarget,
	surroundings: Surroundings,
): Promise<readonly ConnectionTarget[]> {
	const targets: ConnectionTarget[] = [];
	// Contexts that nobody named give no warnings.
	const quiet = {...surroundings, warn: undefined};
	// One after the other: `op` may ask its user something.
	for (const name of contextNames(surroundings.env)) {
		try {
			targets.push(await targetOfContext(name, main, quiet));
		} catch (error) {
			if (!(error instanceof AccessError)) {
				throw error;
			}
		}
	}

	return targets;
}

export type ActingIdentity =
	/** A context's name, or the path of its `.json` file. */
	| {readonly type: 'context'; readonly name: string}
	/** Addresses of servers, with user info. */
	| {readonly type: 'address'; readonly url: Secret}
	/** A credentials file, or a reference to its content. */
	| {readonly type: 'creds'; readonly creds: Secret};

/** @throws AccessError that does not repeat the text: it may hold a password */
export function parseActAs(text: string): {
	readonly account: string | undefined;
	readonly identity: ActingIdentity;
} {
	// Addresses and paths hold `=` too, but behind a `:` or a `/`; a token before `@` may end with it.
	const [, account, rest = text] = /^([^=:/\\@]*)=(?![=@])(.*)$/s.exec(text) ?? [];
	if (account === '' || rest === '') {
		throw new AccessError(
			'--act-as takes a context, an address with user info or a .creds file, and ACCOUNT= before it if wanted',
		);
	}

	return {account, identity: identityOf(rest)};
}

function identityOf(text: string): ActingIdentity {
	if (addressShape.test(text)) {
		return {type: 'address', url: new Secret(text)};
	}

	const isCreds = credsShape.test(text) || (/[/\\]/.test(text) && !text.endsWith('.json'));
	return isCreds ? {type: 'creds', creds: new Secret(text)} : {type: 'context', name: text};
}

const addressShape = /^(?:nats|tls|wss?):\/\/|^[^/\\]*@|^[^\s/\\,]+:\d+(?:,|$)|^\[/i;
const credsShape = /\.creds$|^(?:file|env|op|nsc):\/\/|^data:/i;

async function targetOfIdentity(
	identity: ActingIdentity,
	main: ConnectionTarget,
	surroundings: Surroundings,
): Promise<ConnectionTarget> {
	// An inbox prefix comes from one user's permissions.
	const other = {...main, inboxPrefix: undefined};
	const place = '--act-as';
	switch (identity.type) {
		case 'address': {
			const own = [{url: {text: identity.url, place}}];
			const {servers, label, authentication, tls} = await targetOf(
				{...main, own, context: undefined, fallback: main},
				surroundings,
			);
			return {...other, servers, label, authentication, tls};
		}

		case 'creds': {
			const settings = {creds: {text: identity.creds, place}};
			const layer = {settings, userInfo: undefined, asksPassword: false};
			return {...other, authentication: await resolveAuthentication([layer], surroundings)};
		}

		default: {
			try {
				return await targetOfContext(identity.name, main, surroundings);
			} catch (error) {
				throw error instanceof UnknownContextError
					? new UnknownContextError(`${place}: ${error.message}`)
					: error;
			}
		}
	}
}

/** The target of a context alone, without the flags that are meant for the main one. */
async function targetOfContext(
	name: string,
	main: ConnectionTarget,
	surroundings: Surroundings,
): Promise<ConnectionTarget> {
	const context = loadContext(name, surroundings.env, surroundings.warn);
	return targetOf({...main, own: [], context, fallback: main}, surroundings);
}
