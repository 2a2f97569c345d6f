/** Something is wrong with what was given to connect with. Its message is one line and holds no secret. */
export class AccessError extends Error {
	override readonly name: string = 'AccessError';
}

/** A context that is not there. */
export class UnknownContextError extends AccessError {
	override readonly name = 'UnknownContextError';
	/** The ones that are there, sorted. */
	readonly available: readonly string[];

	constructor(message: string, available: readonly string[]) {
		super(message);
		this.available = available;
	}
}

/** A context that cannot be read, or holds what no context holds. */
export class InvalidContextError extends AccessError {
	override readonly name = 'InvalidContextError';
}

/** A server address that is none. */
export class ServerAddressError extends AccessError {
	override readonly name = 'ServerAddressError';
}

/** Credentials, a key or a certificate that cannot be read or used. */
export class CredentialsError extends AccessError {
	override readonly name = 'CredentialsError';
}

/** Settings that exclude or need each other. */
export class SettingsError extends AccessError {
	override readonly name = 'SettingsError';
}

/** Something that the `nats` CLI can do and Node's client cannot. */
export class UnsupportedAccessError extends AccessError {
	override readonly name = 'UnsupportedAccessError';
}
