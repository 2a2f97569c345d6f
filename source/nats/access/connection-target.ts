import type {Secret} from './secret.ts';

/** One place to connect to, and as whom: all that a connection needs, nothing that must not be printed. */
export type ConnectionTarget = {
	/** The context's name, or the first server's `host:port`. */
	readonly label: string;
	/** `host:port` each, at least one, without user info. */
	readonly servers: readonly string[];
	readonly authentication: Authentication;
	/** Undefined: TLS where the server requires it, with the authorities that Node trusts. */
	readonly tls: TlsAccess | undefined;
	/** Undefined: `_INBOX`. */
	readonly inboxPrefix: string | undefined;
	/** What the servers list this connection as. */
	readonly connectionName: string;
	/** Never together with {@link jetStreamApiPrefix}. */
	readonly jetStreamDomain: string | undefined;
	/** Stands for `$JS.API`; without a dot at its end. */
	readonly jetStreamApiPrefix: string | undefined;
	/** Stands for `$JS.EVENT`; without a dot at its end. */
	readonly jetStreamEventPrefix: string | undefined;
	/** For connecting to one server, and for one reply. */
	readonly timeoutMs: number;
};

/** An identity, and others that are sent with it: the server decides which of them counts. */
export type Authentication = Identity & {readonly beside?: readonly Identity[]};

export type Identity =
	| {readonly type: 'none'}
	| {readonly type: 'user'; readonly user: string; readonly password: SecretSource}
	| {readonly type: 'token'; readonly token: SecretSource}
	/** A text that holds the seed of a user's nkey. */
	| {readonly type: 'nkey'; readonly seed: SecretSource}
	/** A text that holds a user's JWT and the seed that belongs to it. */
	| {readonly type: 'creds'; readonly creds: SecretSource}
	/** Without seed: a bearer token. */
	| {readonly type: 'jwt'; readonly jwt: SecretSource; readonly seed: SecretSource | undefined};

/** A secret, and the file that it may be read from again: credentials rotate. */
export type SecretSource = {
	/** As it was when the target was made. */
	readonly text: Secret;
	/** Undefined: it came from elsewhere and stays what it is. */
	readonly file: string | undefined;
};

/** TLS is required, with these PEM files. */
export type TlsAccess = {
	readonly caFile: string | undefined;
	/** Always together with {@link keyFile}. */
	readonly certFile: string | undefined;
	readonly keyFile: string | undefined;
	/** The name that the server's certificate has to be for; undefined: the one that was dialed. */
	readonly serverName?: string;
	/** The handshake comes before the server's greeting (nats-server 2.10 and newer, where configured). */
	readonly handshakeFirst: boolean;
};
