import type {NatsConnection} from 'nats';
import type {LeaderCounts} from '../../source/domain/distribution.ts';

type Led = {readonly cluster?: {readonly leader?: string; readonly replicas?: readonly unknown[]}};

type FullReply = {
	readonly server: {readonly name: string};
	readonly data: {
		readonly account_details?: readonly {
			readonly stream_detail?: readonly (Led & {readonly consumer_detail?: readonly Led[]})[];
		}[];
	};
};

/** Who leads how much, counted from one plain full report of every server, with none of the code under test. */
export async function plainCounts(
	system: NatsConnection,
	servers: number,
): Promise<ReadonlyMap<string, LeaderCounts>> {
	const replies = await system.requestMany(
		'$SYS.REQ.SERVER.PING.JSZ',
		JSON.stringify({accounts: true, streams: true, consumer: true}),
		{strategy: 'count', maxMessages: servers, maxWait: 5000},
	);
	const counts = new Map<string, LeaderCounts>();
	for await (const reply of replies) {
		const {server, data} = reply.json<FullReply>();
		const own = (entries: readonly Led[]) =>
			entries.filter(({cluster}) => cluster?.leader === server.name);
		const streams = (data.account_details ?? []).flatMap(account => account.stream_detail ?? []);
		const consumers = streams.flatMap(stream => stream.consumer_detail ?? []);
		const replicated = (entries: readonly Led[]) =>
			own(entries).filter(({cluster}) => (cluster?.replicas ?? []).length > 0).length;
		counts.set(server.name, {
			streams: replicated(streams),
			consumers: replicated(consumers),
			r1: own(streams).length + own(consumers).length - replicated(streams) - replicated(consumers),
		});
	}

	return counts;
}
