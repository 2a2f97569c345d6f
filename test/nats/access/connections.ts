import type {NatsConnection} from 'nats';
import {connect} from 'nats';
import {onTestFinished} from 'vitest';
import {connectionOptions} from '../../../source/nats/access/connection-options.ts';
import type {ConnectionTarget} from '../../../source/nats/access/connection-target.ts';
import {explainConnectError} from '../../../source/nats/access/explain-connect-error.ts';
import type {ConnectError} from '../../../source/nats/access/connect-error.ts';

/** Connects for the length of a test. */
export async function connectTo(target: ConnectionTarget): Promise<NatsConnection> {
	const connection = await connect({
		...connectionOptions(target),
		maxReconnectAttempts: -1,
		reconnectTimeWait: 20,
	});
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
		const connection = await connect(connectionOptions(target));
		await connection.close();
	} catch (error) {
		return explainConnectError(error, target);
	}

	throw new Error('this connection was expected to fail');
}
