import {setTimeout as wait} from 'node:timers/promises';
import type {NatsConnection} from 'nats';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';

/** Creates and deletes in one account, with plain requests. */
export type AccountApi = {
	readonly connection: NatsConnection;
	/** @param tag of the servers that may host it */
	readonly createStream: (name: string, replicas: number, tag?: string) => Promise<void>;
	readonly createConsumer: (stream: string, name: string, replicas?: number) => Promise<void>;
	readonly deleteStream: (name: string) => Promise<void>;
	readonly deleteConsumer: (stream: string, name: string) => Promise<void>;
	readonly streamLeader: (stream: string) => Promise<string>;
	readonly consumerLeader: (stream: string, consumer: string) => Promise<string>;
	/** Steps a leader down until the wanted server leads; from 2.11 on. */
	readonly lead: (subject: string, server: string, leader: () => Promise<string>) => Promise<void>;
	readonly close: () => Promise<void>;
};

export async function accountApi(local: LocalCluster, account: string): Promise<AccountApi> {
	const connection = await local.connect(account);
	const ask = async (subject: string, body: unknown = {}): Promise<Answer> => {
		const reply = await connection.request(`$JS.API.${subject}`, JSON.stringify(body), {
			timeout: 10_000,
		});
		const answer = reply.json<Answer>();
		if (answer.error) {
			throw new Error(`${subject}: ${answer.error.description}`);
		}

		return answer;
	};

	return {
		connection,
		async createStream(name, replicas, tag) {
			const placement = tag === undefined ? undefined : {tags: [tag]};
			const subjects = [`${name}.>`];
			const body = {name, subjects, num_replicas: replicas, storage: 'file', placement};
			await insist(async () => ask(`STREAM.CREATE.${name}`, body));
		},
		async createConsumer(stream, name, replicas = 0) {
			const body = {
				stream_name: stream,
				config: {durable_name: name, ack_policy: 'explicit', num_replicas: replicas},
			};
			await insist(async () => ask(`CONSUMER.DURABLE.CREATE.${stream}.${name}`, body));
		},
		async deleteStream(name) {
			await ask(`STREAM.DELETE.${name}`);
		},
		async deleteConsumer(stream, name) {
			await ask(`CONSUMER.DELETE.${stream}.${name}`);
		},
		streamLeader: async stream => (await ask(`STREAM.INFO.${stream}`)).cluster?.leader ?? '',
		consumerLeader: async (stream, consumer) =>
			(await ask(`CONSUMER.INFO.${stream}.${consumer}`)).cluster?.leader ?? '',
		async lead(subject, server, leader) {
			while ((await leader().catch(() => undefined)) !== server) {
				await ask(subject, {placement: {preferred: server}}).catch(() => undefined);
				await wait(50);
			}
		},
		close: async () => connection.close(),
	};
}

type Answer = {
	readonly error?: {readonly description: string};
	readonly cluster?: {readonly leader?: string};
};

/**
 * What a young cluster answers although it will be able in a moment, and nothing announces when: a peer has not been
 * heard often enough, or a server of 2.10 does not know the stream yet that another has just created.
 */
const passing = /no suitable peers|stream not found/;

async function insist(attempt: () => Promise<unknown>): Promise<void> {
	for (let left = 100; ; left--) {
		try {
			await attempt();
			return;
		} catch (error) {
			if (left === 0 || !passing.test(String(error))) {
				throw error;
			}

			await wait(50);
		}
	}
}
