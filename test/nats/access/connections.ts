import type {NatsConnection} from 'nats';
import {onTestFinished} from 'vitest';
import type {ConnectionTarget} from '../../../source/nats/access/connection-target.ts';
import {openConnection} from '../../../source/nats/access/open-connection.ts';
import {ConnectError} from '../../../source/nats/access/connect-error.ts';

/** Connects for the length of a test. */
export async function connectTo(target: ConnectionTarget): Promise<NatsConnection> {
	const connection = await openConnection(target);
	onTestFinished(async () => connection.close());
	return connection;
}

/** Who the server says that this connection is: account and user. */
export async function identityOf(connection: NatsConnection): Promise<string> {
	const {data} = (await connection.request('$SYS.REQ.USER.INFO')).json<{
		readonly data: {readonly account: string; readonly user: string};
	}>();
	return `${data.account}/${data.user}`;
}

/** Why a target cannot be connected to, as an operator is told. */
export async function connectFailureOf(target: ConnectionTarget): Promise<ConnectError> {
	try {
		const connection = await openConnection(target);
		await connection.close();
	} catch (error) {
		if (error instanceof ConnectError) {
			return error;
		}

		throw error;
	}

	throw new Error('this connection was expected to fail');
}
