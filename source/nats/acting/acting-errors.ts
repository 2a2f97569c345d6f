import {ConnectError} from '../access/connect-error.ts';
import {UnheardAnswersError} from '../client/link.ts';

/** Whether a connection has turned out to be no good, rather than a server to be away. */
export function isRefusal(error: unknown): error is Error {
	return (
		error instanceof WrongAccountError ||
		error instanceof OtherServersError ||
		error instanceof UnheardAnswersError ||
		(error instanceof ConnectError && error.problem === 'authorization')
	);
}

/** The credentials belong to another account than the one they were given for. */
export class WrongAccountError extends Error {
	override readonly name = 'WrongAccountError';

	constructor(wanted: string, actual: string) {
		super(`these credentials belong to the account ${actual}. Give those of a user of ${wanted}.`);
	}
}

/** The connection leads to other servers than those that are watched. */
export class OtherServersError extends Error {
	override readonly name = 'OtherServersError';

	constructor(server: string) {
		super(
			`the system account does not know the server ${server}. Give an address of the servers that are watched.`,
		);
	}
}
