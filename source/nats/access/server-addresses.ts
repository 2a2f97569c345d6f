import {AccessError, type Stated} from './access-request.ts';
import {Secret} from './secret.ts';

export type ServerAddresses = {
	/** `host:port` each, at least one. */
	readonly servers: readonly string[];
	/** Whether an address insists on TLS. */
	readonly tlsRequired: boolean;
	readonly userInfo: UserInfo | undefined;
};

/** What stands before the `@`. A name without a colon behind it is a token; `user:` is a user with an empty password. */
export type UserInfo = {readonly name: Secret; readonly password: Secret | undefined};

/**
 * Reads what `--server` and `url` take: `nats://host:4222`, `tls://user:password@host`, `host:4222`, `host`, `[::1]:4222`,
 * and several of them separated by commas.
 * @throws AccessError that says which of them is wrong without repeating it: it may hold a password
 */
export function serverAddresses({text, place}: Stated): ServerAddresses {
	const parts = text
		.reveal()
		.split(',')
		.map(part => part.trim())
		.filter(part => part !== '');
	const addresses = parts.map((part, index) =>
		address(part, parts.length === 1 ? place : `${place}, address ${index + 1} of ${parts.length}`),
	);
	const servers = addresses.map(({server}) => server);
	if (servers.length === 0) {
		throw new AccessError(`${place} holds no address; give host:port`);
	}

	return {
		servers: [...new Set(servers)],
		tlsRequired: addresses.some(({tlsRequired}) => tlsRequired),
		userInfo: commonUserInfo(
			addresses.flatMap(({userInfo}) => userInfo ?? []),
			place,
		),
	};
}

const defaultPort = 4222;

type Address = {
	readonly server: string;
	readonly tlsRequired: boolean;
	readonly userInfo: UserInfo | undefined;
};

function address(part: string, place: string): Address {
	// By hand: passwords hold characters that a URL parser takes for the end of the host, or refuses.
	const [, scheme = 'nats', authority = ''] =
		/^(?:([a-z][a-z\d+.-]*):\/\/)?(.*)$/is.exec(part) ?? [];
	checkScheme(scheme.toLowerCase(), place);
	const at = authority.lastIndexOf('@');
	return {
		server: server(authority.slice(at + 1).replace(/\/$/, ''), place),
		tlsRequired: scheme.toLowerCase() === 'tls',
		userInfo: at === -1 ? undefined : userInfo(authority.slice(0, at), place),
	};
}

function checkScheme(scheme: string, place: string): void {
	if (scheme === 'ws' || scheme === 'wss') {
		throw new AccessError(
			`${place}: leadertop speaks to the client port of a server (nats://host:4222), not to its WebSocket port`,
		);
	}

	if (scheme !== 'nats' && scheme !== 'tls') {
		throw new AccessError(`${place}: addresses begin with nats:// or tls://, or are host:port`);
	}
}

function server(hostPort: string, place: string): string {
	const bracketed = /^\[([\da-f:.%a-z]+)\](?::(\d+))?$/i.exec(hostPort);
	// An IPv6 address without brackets cannot have a port.
	const bare = /^[\da-f]*:[\da-f]*:[\da-f:.]*$/i.exec(hostPort);
	const named = /^([^\s/?#:[\]\\]+)(?::(\d+))?$/.exec(hostPort);
	const host = bracketed?.[1] ?? bare?.[0] ?? named?.[1];
	const port = Number((bracketed ?? named)?.[2] ?? defaultPort);
	if (host !== undefined && (port < 1 || port > 65_535)) {
		// The number stays out: it may be a password, written where a port belongs.
		throw new AccessError(`${place}: the port is out of range; it is from 1 to 65535`);
	}

	if (host === undefined) {
		throw new AccessError(
			`${place} is not host:port; in user names and passwords write , as %2C and % as %25`,
		);
	}

	return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function userInfo(text: string, place: string): UserInfo | undefined {
	const colon = text.indexOf(':');
	const name = decoded(colon === -1 ? text : text.slice(0, colon), place);
	const password = colon === -1 ? undefined : decoded(text.slice(colon + 1), place);
	if (name === '') {
		return undefined;
	}

	return {
		name: new Secret(name),
		password: password === undefined ? undefined : new Secret(password),
	};
}

function decoded(text: string, place: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		throw new AccessError(`${place}: in user names and passwords write % as %25`);
	}
}

/** One connection has one identity, whichever server it is at. */
function commonUserInfo(all: readonly UserInfo[], place: string): UserInfo | undefined {
	const [first] = all;
	const differs = all.some(
		({name, password}) =>
			name.reveal() !== first?.name.reveal() || password?.reveal() !== first.password?.reveal(),
	);
	if (differs) {
		throw new AccessError(`${place} holds different users; give the same to all addresses`);
	}

	return first;
}
