import {EventEmitter, once} from 'node:events';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {
	groupAdvisory,
	leaderElectedAdvisory,
	leavingServer,
	metaLeaderAdvisory,
	quorumLostAdvisory,
} from '../../../source/nats/decode/advisory.ts';
import {apiAnswer} from '../../../source/nats/decode/api-reply.ts';
import {readInventory} from '../../../source/nats/decode/inventory.ts';
import {recordOf, textOf, UndecodableError} from '../../../source/nats/decode/json-value.ts';
import {jetStreamSummary} from '../../../source/nats/decode/jetstream-summary.ts';
import {serverStatistics} from '../../../source/nats/decode/server-statistics.ts';
import {userInfo} from '../../../source/nats/decode/user-info.ts';
import {everySeries, startTestCluster} from '../../support/with-cluster.ts';
import {accountApi} from '../account-api.ts';
import {mutate, randomFrom} from './mutate.ts';

const nobody = () => undefined;

type Decoder = {
	readonly decode: (value: unknown) => unknown;
	/** Whether a real message of this kind is decoded at all, in which part of what was recorded. */
	readonly from: RegExp;
};

const decoders: Readonly<Record<string, Decoder>> = {
	statistics: {decode: serverStatistics, from: /^STATSZ/},
	summary: {decode: jetStreamSummary, from: /^JSZ/},
	inventory: {
		decode: async value => readInventory(value, {nameOfNode: nobody, withFollowed: true}),
		from: /^JSZ full/,
	},
	election: {
		decode: value => leaderElectedAdvisory(value, nobody),
		from: /^SYS .*LEADER_ELECTED\.S/,
	},
	'lost quorum': {
		decode: value => quorumLostAdvisory(value, nobody),
		from: /^SYS .*LEADER_ELECTED\.S/,
	},
	'meta election': {decode: metaLeaderAdvisory, from: /DOMAIN\.LEADER_ELECTED/},
	creation: {decode: value => groupAdvisory(value, 'SHOP'), from: /CREATED/},
	departure: {decode: leavingServer, from: /SHUTDOWN/},
	answer: {decode: apiAnswer, from: /STEPDOWN/},
	user: {
		decode: value => userInfo(value, textOf(recordOf(recordOf(value)?.['server'])?.['id'])),
		from: /USER\.INFO/,
	},
};

describe.each(everySeries)('what nats-server %s says, garbled', series => {
	let local: LocalCluster;
	const ears = new EventEmitter();
	const recorded: {readonly subject: string; readonly value: unknown}[] = [];

	const hear = async (part: string) => {
		while (!recorded.some(({subject}) => subject.includes(part))) {
			await once(ears, 'heard');
		}
	};

	beforeAll(async () => {
		local = await startTestCluster({series});
		const system = await local.connect('SYS');
		const shop = await accountApi(local, 'SHOP');
		for (const subject of ['$JS.EVENT.ADVISORY.>', '$SYS.SERVER.*.SHUTDOWN']) {
			for (const [account, connection] of [
				['SYS', system],
				['SHOP', shop.connection],
			] as const) {
				connection.subscribe(subject, {
					callback(_error, message) {
						recorded.push({subject: `${account} ${message.subject}`, value: message.json()});
						ears.emit('heard');
					},
				});
				await connection.flush();
			}
		}

		for (const stream of ['S1', 'S2']) {
			await shop.createStream(stream, 3);
			await shop.createConsumer(stream, 'all');
			await shop.createConsumer(stream, 'one', 1);
			await shop.connection.request(`${stream}.x`, 'message');
		}

		for (const [label, question, body] of [
			['STATSZ', 'STATSZ', {}],
			['JSZ', 'JSZ', {raft: true}],
			['JSZ full', 'JSZ', {accounts: true, streams: true, consumer: true}],
			['JSZ full configured', 'JSZ', {accounts: true, streams: true, consumer: true, config: true}],
		] as const) {
			const replies = await system.requestMany(
				`$SYS.REQ.SERVER.PING.${question}`,
				JSON.stringify(body),
				{strategy: 'count', maxMessages: 3, maxWait: 5000},
			);
			for await (const reply of replies) {
				recorded.push({subject: label, value: reply.json()});
			}
		}

		for (const [connection, subject] of [
			[shop.connection, '$JS.API.STREAM.LEADER.STEPDOWN.S1'],
			[shop.connection, '$JS.API.STREAM.LEADER.STEPDOWN.NONE'],
			[system, '$JS.API.META.LEADER.STEPDOWN'],
			...(series === '2.9' ? [] : [[system, '$SYS.REQ.USER.INFO'] as const]),
		] as const) {
			const reply = await connection.request(subject, '', {timeout: 5000});
			recorded.push({subject, value: reply.json()});
		}

		if (series !== '2.9') {
			await hear('DOMAIN.LEADER_ELECTED');
		}

		await local.stopServer('n3');
		await hear('SHUTDOWN');
		await shop.close();
		await system.close();
	});

	afterAll(async () => {
		await local?.stop();
	});

	it.each(Object.keys(decoders))('is read or refused, never believed: %s', async name => {
		const {decode, from} = decoders[name] ?? expect.unreachable();
		const real = recorded.filter(({subject}) => from.test(subject));
		const random = randomFrom(20_261);
		for (const {value} of real) {
			expect(flaws(await decode(value))).toEqual([]);
			for (let round = 0; round < 300; round++) {
				const garbled = mutate(value, random);
				try {
					expect(flaws(await decode(garbled)), JSON.stringify(garbled)).toEqual([]);
				} catch (error) {
					if (!(error instanceof UndecodableError)) {
						throw error;
					}
				}
			}
		}

		// Old servers have no user service and announce less; all the rest must have been heard.
		const optional = series === '2.9' ? ['user', 'meta election'] : [];
		expect(real.length > 0 || optional.includes(name)).toBe(true);
	});
});

/** Values that no decoder may hand out, with their paths. */
function flaws(value: unknown, path = '', key = ''): readonly string[] {
	if (Array.isArray(value)) {
		return value.flatMap((item, index) => flaws(item, `${path}[${index}]`, key));
	}

	if (typeof value === 'object' && value !== null) {
		return Object.entries(value).flatMap(([name, part]) => flaws(part, `${path}.${name}`, name));
	}

	if (typeof value === 'number') {
		return Number.isFinite(value) && value >= 0 ? [] : [`${path} = ${value}`];
	}

	const named: readonly string[] = ['name', 'id', 'stream', 'accountId', 'account', 'cluster'];
	return named.includes(key) && value === '' ? [`${path} is empty`] : [];
}
