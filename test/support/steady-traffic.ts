import {headers, type NatsConnection} from 'nats';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';

export type SteadyTraffic = {
	/** Ends the publisher, waits until the consumer has all, and says what came of it. */
	readonly end: () => Promise<TrafficEnd>;
};

export type TrafficEnd = {
	/** Messages whose storage the stream acknowledged. */
	readonly acknowledged: number;
	/** Acknowledged ones that are not in the stream, or that the consumer did not get. */
	readonly lost: number;
	/** The longest time between two acknowledgements, in ms. */
	readonly longestPauseMs: number;
};

const stream = 'ROLLED';
const subject = 'rolled.messages';

/**
 * Publishes to a stream of three replicas, one message after another, and consumes them, whatever happens to the servers.
 * A message that was not acknowledged is sent again, with the same id.
 */
export async function startTraffic(
	cluster: LocalCluster,
	account = 'SHOP',
): Promise<SteadyTraffic> {
	const [publisher, consumer] = [await cluster.connect(account), await cluster.connect(account)];
	await ask(publisher, `$JS.API.STREAM.CREATE.${stream}`, {
		name: stream,
		subjects: [subject],
		num_replicas: 3,
		storage: 'file',
		duplicate_window: 120e9,
	});
	const inbox = 'rolled.inbox';
	const received = new Set<string>();
	consumer.subscribe(inbox, {
		callback(_, message) {
			received.add(message.string());
			message.respond('+ACK');
		},
	});
	await ask(publisher, `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.reader`, {
		stream_name: stream,
		config: {
			durable_name: 'reader',
			deliver_subject: inbox,
			ack_policy: 'explicit',
			ack_wait: 2e9,
			max_ack_pending: 1000,
		},
	});
	const acknowledged: string[] = [];
	const ending = new AbortController();
	let lastAt = performance.now();
	let longestPauseMs = 0;
	const publishing = publish();
	return {
		async end() {
			ending.abort();
			await publishing;
			const deadline = Date.now() + 30_000;
			while (acknowledged.some(text => !received.has(text)) && Date.now() < deadline) {
				await new Promise(resolve => {
					setTimeout(resolve, 50);
				});
			}

			const info = await ask(publisher, `$JS.API.STREAM.INFO.${stream}`, {});
			const stored = Number(info['state']?.['messages'] ?? 0);
			const missed = acknowledged.filter(text => !received.has(text)).length;
			await ask(publisher, `$JS.API.STREAM.DELETE.${stream}`, {});
			await Promise.all([publisher.close(), consumer.close()]);
			return {
				acknowledged: acknowledged.length,
				lost: missed + Math.max(0, acknowledged.length - stored),
				longestPauseMs,
			};
		},
	};

	async function publish(): Promise<void> {
		for (let number = 1; !ending.signal.aborted; number++) {
			const text = `message ${number}`;
			const head = headers();
			head.set('Nats-Msg-Id', text);
			while (!(await isStored(text, head)) && !ending.signal.aborted) {
				// Sent again.
			}
		}
	}

	async function isStored(text: string, head: ReturnType<typeof headers>): Promise<boolean> {
		try {
			const reply = await publisher.request(subject, text, {timeout: 500, headers: head});
			const {error} = reply.json<{readonly error?: unknown}>();
			if (error !== undefined) {
				return false;
			}
		} catch {
			return false;
		}

		const now = performance.now();
		longestPauseMs = Math.max(longestPauseMs, now - lastAt);
		lastAt = now;
		acknowledged.push(text);
		await new Promise(resolve => {
			setTimeout(resolve, 2);
		});
		return true;
	}
}

type Reply = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

async function ask(connection: NatsConnection, to: string, body: unknown): Promise<Reply> {
	for (let attempt = 1; ; attempt++) {
		try {
			const reply = await connection.request(to, JSON.stringify(body), {timeout: 5000});
			const answer = reply.json<Reply>();
			if (answer['error'] === undefined || attempt === 5) {
				return answer;
			}
		} catch (error) {
			if (attempt === 5) {
				throw error;
			}
		}
	}
}
