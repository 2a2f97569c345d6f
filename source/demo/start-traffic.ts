import type {NatsConnection} from 'nats';
import {sleep} from '../time/sleep.ts';
import type {StreamPlan} from './create-assets.ts';
import type {LocalCluster} from './local-cluster.ts';

type TrafficOptions = {
	/** All streams together. Default: 200. */
	readonly messagesPerSecond?: number;
};

export type Traffic = {
	readonly published: () => number;
	readonly acknowledged: () => number;
	/** Comes back when nothing is under way any more. */
	readonly stop: () => Promise<void>;
};

/**
 * Publishes to a few of the streams, the first of them the busiest, and reads most of their consumers; every third
 * stream has one that is not read, whose backlog grows. Restarts of servers do not end it.
 */
export async function startTraffic(
	cluster: LocalCluster,
	streams: readonly StreamPlan[],
	{messagesPerSecond = 200}: TrafficOptions = {},
): Promise<Traffic> {
	const ending = new AbortController();
	const connections = new Map<string, NatsConnection>();
	for (const account of new Set(streams.map(each => each.account))) {
		connections.set(account, await cluster.connect(account, {name: `${account} traffic`}));
	}

	const counts = {published: 0, acknowledged: 0};
	const flows = flowsOf(streams, messagesPerSecond, connections);
	const loops = [
		every(publishMs, ending.signal, async () => {
			for (const flow of flows) {
				counts.published += publish(flow);
			}
		}),
		every(readMs, ending.signal, async () => {
			await Promise.all(
				flows.map(async flow => {
					const acknowledged = await read(flow);
					counts.acknowledged += acknowledged;
				}),
			);
		}),
	];

	return {
		published: () => counts.published,
		acknowledged: () => counts.acknowledged,
		async stop() {
			ending.abort();
			await Promise.all(loops);
			await Promise.all([...connections.values()].map(async connection => connection.close()));
		},
	};
}

const busyStreams = 8;
const publishMs = 100;
const readMs = 500;
const replyMs = 1000;
const payload = JSON.stringify({event: 'changed', note: 'x'.repeat(160)});

type Flow = {
	readonly connection: NatsConnection;
	readonly stream: StreamPlan;
	readonly readers: readonly string[];
	readonly perSecond: number;
	/** The part of a message that is due already. */
	due: number;
};

function flowsOf(
	streams: readonly StreamPlan[],
	messagesPerSecond: number,
	connections: ReadonlyMap<string, NatsConnection>,
): readonly Flow[] {
	const busy = streams.filter(({replicas}) => replicas > 1).slice(0, busyStreams);
	const weights = (busy.length > 0 ? busy : streams.slice(0, busyStreams)).map((stream, index) => ({
		stream,
		index,
		weight: 1 / (index + 1),
	}));
	const sum = weights.reduce((total, {weight}) => total + weight, 0);
	return weights.flatMap(({stream, index, weight}) => {
		const connection = connections.get(stream.account);
		const perSecond = (messagesPerSecond * weight) / sum;
		const readers = index % 3 === 2 ? stream.consumers.slice(1) : stream.consumers;
		return connection ? [{connection, stream, readers, perSecond, due: 0}] : [];
	});
}

/** Runs one step after the other, never two at a time, until the signal ends it. */
async function every(
	intervalMs: number,
	signal: AbortSignal,
	step: () => Promise<void>,
): Promise<void> {
	while (!signal.aborted) {
		await step();
		await sleep(intervalMs, signal);
	}
}

function publish(flow: Flow): number {
	const subject = flow.stream.subject.replace('>', 'changed');
	flow.due += (flow.perSecond * publishMs) / 1000;
	const count = Math.floor(flow.due);
	flow.due -= count;
	for (let index = 0; index < count; index++) {
		flow.connection.publish(subject, payload);
	}

	return count;
}

async function read({connection, stream, readers, perSecond}: Flow): Promise<number> {
	const batch = Math.ceil((perSecond * readMs * 2) / 1000) + 1;
	const counts = await Promise.all(
		readers.map(async reader => pull(connection, `${stream.name}.${reader}`, batch)),
	);
	return counts.reduce((sum, count) => sum + count, 0);
}

/** Takes what is there, up to a batch, and acknowledges it. */
async function pull(connection: NatsConnection, consumer: string, batch: number): Promise<number> {
	let acknowledged = 0;
	try {
		const messages = await connection.requestMany(
			`$JS.API.CONSUMER.MSG.NEXT.${consumer}`,
			JSON.stringify({batch, no_wait: true}),
			// Messages keep their own subject: each request needs a subscription of its own.
			{strategy: 'count', maxMessages: batch, maxWait: replyMs, noMux: true},
		);
		for await (const message of messages) {
			// 404: nothing more is there; 409: the leader has moved.
			if (message.headers && message.headers.code > 0) {
				break;
			}

			message.respond('+ACK');
			acknowledged++;
		}
	} catch {
		// No leader at this moment, or no connection: the next round asks again.
	}

	return acknowledged;
}
