import type {NatsConnection} from 'nats';
import type {Stage} from './stage.ts';

/** What one full inventory of all servers told. */
export type Polled = {
	/** Who leads: by the stream's name, or `stream.consumer`. */
	readonly leaders: ReadonlyMap<string, string>;
	/** When the last answer had been read, `performance.now()`. */
	readonly at: number;
};

type Detail = {
	readonly name: string;
	readonly cluster?: {readonly leader?: string};
	readonly consumer_detail?: readonly Detail[];
};

type Inventory = {
	readonly server: {readonly name: string};
	readonly data: {
		readonly account_details?: readonly {readonly stream_detail?: readonly Detail[]}[];
	};
};

/** Asks every server for everything, as a polling tool does once a second. */
export async function pollEverything(
	system: NatsConnection,
	{local}: Pick<Stage, 'local'>,
): Promise<Polled> {
	const replies = await system.requestMany(
		'$SYS.REQ.SERVER.PING.JSZ',
		JSON.stringify({accounts: true, streams: true, consumer: true}),
		{strategy: 'count', maxMessages: local.servers.length, maxWait: 5000},
	);
	const leaders = new Map<string, string>();
	for await (const reply of replies) {
		const {server, data} = reply.json<Inventory>();
		const take = (name: string, {cluster}: Detail) => {
			// Only a leader's own word on a group is reliable.
			if (cluster?.leader === server.name) {
				leaders.set(name, server.name);
			}
		};
		for (const stream of data.account_details?.flatMap(account => account.stream_detail ?? []) ??
			[]) {
			take(stream.name, stream);
			for (const consumer of stream.consumer_detail ?? []) {
				take(`${stream.name}.${consumer.name}`, consumer);
			}
		}
	}

	return {leaders, at: performance.now()};
}
