/** No connection came about. The message is one line, tells what to do, and holds no secret. */
export class ConnectionFailedError extends Error {
	override readonly name: string = 'ConnectionFailedError';
}

/** Nothing speaks NATS there, or nothing in time. */
export class ServerUnreachableError extends ConnectionFailedError {
	override readonly name = 'ServerUnreachableError';

	constructor(label: string, reason: string, options?: ErrorOptions) {
		super(
			`Cannot reach ${label}: ${reason}. Check the address, and that the server runs.`,
			options,
		);
	}
}

/** The server is there and does not let this user in. */
export class AccessRefusedError extends ConnectionFailedError {
	override readonly name = 'AccessRefusedError';

	constructor(label: string, who: string, reason: string, options?: ErrorOptions) {
		super(`${label} refused ${who}: ${reason}. Check the credentials.`, options);
	}
}

/** The connection works, and sees one account only. */
export class NotSystemAccountError extends ConnectionFailedError {
	override readonly name = 'NotSystemAccountError';

	constructor(label: string, account: string | undefined, options?: ErrorOptions) {
		const where = account === undefined ? 'an account' : `the account ${account}`;
		super(
			`${label} answers nothing about its servers: this user is in ${where}, not in the system account. ` +
				`Connect as a user of the system account.`,
			options,
		);
	}
}
