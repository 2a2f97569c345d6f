import type {Secret} from './secret.ts';

/** What may be stated on the command line, in the environment or in a context. */
export type SettingName =
	| 'url'
	| 'user'
	| 'password'
	| 'token'
	| 'creds'
	| 'nkey'
	| 'userJwt'
	| 'userSeed'
	| 'cert'
	| 'key'
	| 'ca'
	| 'tlsServerName'
	| 'nsc'
	| 'socksProxy'
	| 'jetStreamDomain'
	| 'jetStreamApiPrefix'
	| 'jetStreamEventPrefix'
	| 'inboxPrefix'
	| 'windowsCertStore';

/** A text and who said it. Any of them can hold a secret: a URL its user info, `creds` a `data:` reference. */
export type Stated = {
	readonly text: Secret;
	/** For messages: `--creds`, `NATS_CREDS`, `"creds" of the context prod`. */
	readonly place: string;
};

/** What one layer states. An earlier layer wins over a later one. */
export type AccessSettings = Readonly<Partial<Record<SettingName, Stated>>> & {
	readonly tlsFirst?: boolean;
};

/** What the operator asked for. */
export type AccessRequest = {
	readonly flags: AccessSettings;
	/** From environment variables such as `NATS_CREDS`. */
	readonly variables: AccessSettings;
	/** A context's name, or the path of an existing `.json` file. Undefined: the selected context, if there is one. */
	readonly context: string | undefined;
	/** Use no context at all. */
	readonly noContext: boolean;
	/** Default: `leadertop`. */
	readonly connectionName: string | undefined;
	readonly timeoutMs: number;
};

/** What reading a request needs of the world. */
export type Surroundings = {
	/** `HOME`, `XDG_CONFIG_HOME`, `PATH`, and whatever `$VAR` and `env://` name. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Asks for the password of `--user`; given only where somebody sits at a terminal. An empty answer is an empty password. */
	readonly askPassword?: () => Promise<Secret>;
	/** Shows one line about a context that is used. */
	readonly warn?: ((warning: string) => void) | undefined;
	readonly signal?: AbortSignal;
	/** For `op` and `nsc`, which may ask their user something. Default: 60 s. */
	readonly programDeadlineMs?: number;
};

/** Something is wrong with what was given to connect with. Its message is one line and holds no secret. */
export class AccessError extends Error {
	override readonly name: string = 'AccessError';
}

/** A context that is not there; the message lists those that are. */
export class UnknownContextError extends AccessError {
	override readonly name = 'UnknownContextError';
}
