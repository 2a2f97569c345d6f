import {UnknownContextError} from './access-errors.ts';
import type {Surroundings} from './access-request.ts';
import type {ConnectionTarget} from './connection-target.ts';
import {loadContext} from './load-context.ts';
import type {ActingIdentity} from './parse-act-as.ts';
import {parseActAs} from './parse-act-as.ts';
import {resolveAuthentication} from './resolve-authentication.ts';
import {targetOf} from './resolve-target.ts';

/** A connection for acting in an account. */
export type ActingTarget = {
	/** As `ACCOUNT=` said; undefined: the server knows, once connected. */
	readonly account: string | undefined;
	readonly target: ConnectionTarget;
};

/**
 * Resolves one `--act-as`: a context, an address with user info, or a credentials file, each of them optionally with
 * `ACCOUNT=` before it. What it leaves open (servers, TLS, timeout, name) is as in the main target.
 * @throws AccessError of the kind that says what is wrong
 */
export async function resolveActAs(
	text: string,
	main: ConnectionTarget,
	surroundings: Surroundings,
): Promise<ActingTarget> {
	const {account, identity} = parseActAs(text);
	return {account, target: await targetOfIdentity(identity, main, surroundings)};
}

/** The target of a context alone, without the flags that are meant for the main one. */
export async function targetOfContext(
	name: string,
	main: ConnectionTarget,
	surroundings: Surroundings,
): Promise<ConnectionTarget> {
	const context = loadContext(name, surroundings.env);
	const {connectionName, timeoutMs} = main;
	return targetOf({own: [], context, connectionName, timeoutMs, fallback: main}, surroundings);
}

async function targetOfIdentity(
	identity: ActingIdentity,
	main: ConnectionTarget,
	surroundings: Surroundings,
): Promise<ConnectionTarget> {
	if (identity.type === 'context') {
		try {
			return await targetOfContext(identity.name, main, surroundings);
		} catch (error) {
			throw error instanceof UnknownContextError
				? new UnknownContextError(`--act-as: ${error.message}`, error.available)
				: error;
		}
	}

	if (identity.type === 'address') {
		const {connectionName, timeoutMs} = main;
		const own = [{url: {text: identity.url, place: '--act-as'}}];
		const parts = {own, context: undefined, connectionName, timeoutMs, fallback: main};
		const {servers, label, authentication, tls} = await targetOf(parts, surroundings);
		return {...main, inboxPrefix: undefined, servers, label, authentication, tls};
	}

	const settings = {creds: {text: identity.creds, place: '--act-as'}};
	const layer = {settings, userInfo: undefined, asksPassword: false};
	const authentication = await resolveAuthentication([layer], surroundings);
	// An inbox prefix comes from one user's permissions.
	return {...main, inboxPrefix: undefined, authentication};
}
