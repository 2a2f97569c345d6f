import type {NatsConnection} from 'nats';

type Peer = {readonly name?: string; readonly current?: boolean; readonly offline?: boolean};
type Led = {readonly cluster?: {readonly leader?: string; readonly replicas?: readonly Peer[]}};

type FullReply = {
	readonly server: {readonly name: string};
	readonly data: {
		readonly meta_cluster?: {readonly leader?: string; readonly replicas?: readonly Peer[]};
		readonly account_details?: readonly {
			readonly stream_detail?: readonly (Led & {readonly consumer_detail?: readonly Led[]})[];
		}[];
	};
};

/** What leaders say of their groups, the meta group included. */
export type PlainReplicas = {
	/** Servers with a current replica, one list a group; the leader comes first. */
	readonly current: readonly (readonly string[])[];
	/** Peers of each of these groups. */
	readonly sizes: readonly number[];
};

/** Asks every server that answers for everything, with none of the code under test. */
export async function plainReplicas(system: NatsConnection): Promise<PlainReplicas> {
	const replies = await system.requestMany(
		'$SYS.REQ.SERVER.PING.JSZ',
		JSON.stringify({accounts: true, streams: true, consumer: true}),
		{strategy: 'stall', stall: 150, maxWait: 2000},
	);
	const current: string[][] = [];
	const sizes: number[] = [];
	for await (const reply of replies) {
		const {server, data} = reply.json<FullReply>();
		const streams = (data.account_details ?? []).flatMap(account => account.stream_detail ?? []);
		const groups = [...streams, ...streams.flatMap(stream => stream.consumer_detail ?? [])];
		const led = [...groups.map(({cluster}) => cluster), data.meta_cluster].filter(
			group => group?.leader === server.name,
		);
		for (const {replicas = []} of led.flatMap(group => group ?? [])) {
			sizes.push(replicas.length + 1);
			current.push([
				server.name,
				...replicas
					.filter(peer => peer.current === true && peer.offline !== true)
					.map(({name = ''}) => name),
			]);
		}
	}

	return {current, sizes};
}

/**
 * Whether every replicated group keeps more than half of its peers, all of them current, without this server.
 * @param groups how many there are: one that no leader told of has none
 */
export function canStop(server: string, {current, sizes}: PlainReplicas, groups: number): boolean {
	return (
		sizes.length === groups &&
		current.every((names, index) => {
			const size = sizes[index] ?? 1;
			const left = names.filter(name => name !== server).length;
			return size < 2 || left >= Math.floor(size / 2) + 1;
		})
	);
}
