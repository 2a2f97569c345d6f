import type {NatsConnection} from 'nats';
import type {LeaderCounts} from '../../../source/domain/distribution.ts';

type Detail = {readonly cluster?: {readonly leader?: string; readonly replicas?: unknown}};

type FullReply = {
	readonly server: {readonly name: string};
	readonly data: {
		readonly account_details?: readonly {
			readonly name: string;
			readonly id?: string;
			readonly stream_detail?: readonly (Detail & {readonly consumer_detail?: readonly Detail[]})[];
		}[];
	};
};

/** Who leads how much of one account, counted by the system account with none of the code under test. */
export async function countsOfAccount(
	system: NatsConnection,
	account: string,
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
		const streams = (data.account_details ?? [])
			.filter(({name, id}) => name === account || id === account)
			.flatMap(({stream_detail: details = []}) => details);
		const consumers = streams.flatMap(({consumer_detail: details = []}) => details);
		const led = (details: readonly Detail[], replicated: boolean) =>
			details.filter(
				({cluster}) =>
					cluster?.leader === server.name &&
					(Array.isArray(cluster.replicas) && cluster.replicas.length > 0) === replicated,
			).length;
		counts.set(server.name, {
			streams: led(streams, true),
			consumers: led(consumers, true),
			r1: led([...streams, ...consumers], false),
		});
	}

	return counts;
}
