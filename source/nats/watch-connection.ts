import type {NatsConnection, Status} from 'nats';

export type ConnectionHandlers = {
	/** @param detail why, in words for the operator */
	readonly onLost: (detail: string) => void;
	readonly onBack: () => void;
	readonly onClosed: (detail: string | undefined) => void;
};

/** Follows a connection until it is closed. Resolves then. */
export async function watchConnection(
	connection: NatsConnection,
	{onLost, onBack, onClosed}: ConnectionHandlers,
): Promise<void> {
	let lost: string | undefined;
	for await (const status of connection.status()) {
		if (status.type === 'disconnect') {
			lost = `lost ${status.server}`;
			onLost(lost);
		} else if (status.type === 'reconnect') {
			lost = undefined;
			onBack();
		} else if (lost !== undefined && status.type === 'error') {
			onLost(`${lost}, ${reasonOf(status)}`);
		}
	}

	const reason = await connection.closed();
	onClosed(reason ? reason.message : undefined);
}

function reasonOf({error}: Extract<Status, {type: 'error'}>): string {
	return error.message.toLowerCase();
}
