import type {NatsConnection} from 'nats';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {accountApi} from '../nats/account-api.ts';
import {startTestCluster} from '../support/with-cluster.ts';
import {startFleet, type Fleet} from './start-fleet.ts';

describe('the answers of a fleet', () => {
	let local: LocalCluster;
	let fleet: Fleet;
	let real: NatsConnection;
	let simulated: NatsConnection;

	beforeAll(async () => {
		local = await startTestCluster({accounts: [{name: 'ACCOUNT1'}]});
		const api = await accountApi(local, 'ACCOUNT1');
		await api.createStream('REPLICATED', 3);
		await api.createConsumer('REPLICATED', 'as-many', 3);
		await api.createConsumer('REPLICATED', 'fewer', 1);
		await api.createStream('SINGLE', 1);
		await api.connection.request('REPLICATED.one', 'a message', {timeout: 5000});
		await api.close();
		fleet = await startFleet({servers: 3, groups: 60, accounts: 1});
		[real, simulated] = await Promise.all([local.connect('SYS'), fleet.connect()]);
	});

	afterAll(async () => {
		await Promise.all([real?.close(), simulated?.close()]);
		await Promise.all([local?.stop(), fleet?.stop()]);
	});

	it.each([
		['$SYS.REQ.SERVER.PING.STATSZ', ''],
		['$SYS.REQ.SERVER.PING.JSZ', ''],
		['$SYS.REQ.SERVER.PING.JSZ', '{"raft":true}'],
		['$SYS.REQ.SERVER.PING.JSZ', '{"accounts":true}'],
		['$SYS.REQ.SERVER.PING.JSZ', '{"accounts":true,"offset":9}'],
		['$SYS.REQ.SERVER.PING.JSZ', '{"streams":true}'],
		['$SYS.REQ.SERVER.PING.JSZ', '{"accounts":true,"streams":true,"consumer":true}'],
		['$SYS.REQ.SERVER.PING.JSZ', '{"accounts":true,"streams":true,"stream_leader_only":true}'],
		['$SYS.REQ.SERVER.PING.JSZ', '{"account":"ACCOUNT1","streams":true,"consumer":true}'],
		['$SYS.REQ.SERVER.PING.JSZ', '{"account":"NOBODY","streams":true,"consumer":true}'],
		['$SYS.REQ.SERVER.PING.JSZ', '{"streams":true,"consumer":true,"config":true,"raft":true}'],
		['$SYS.REQ.SERVER.PING.JSZ', 'no JSON'],
		['$SYS.REQ.ACCOUNT.ACCOUNT1.JSZ', '{"streams":true,"consumer":true}'],
	])('to %s %s have the fields of real ones', async (subject, question) => {
		const [wanted, given] = await Promise.all(
			[real, simulated].map(async connection => fieldsOfAnswers(connection, subject, question)),
		);
		expect(given).toEqual(wanted);
	});

	it('tell of an election as real servers do', async () => {
		const subject = '$JS.EVENT.ADVISORY.STREAM.LEADER_ELECTED.>';
		const advisories = Promise.all([next(real, subject), next(simulated, subject)]);
		const api = await accountApi(local, 'ACCOUNT1');
		await api.connection.request('$JS.API.STREAM.LEADER.STEPDOWN.REPLICATED', '', {timeout: 5000});
		await api.close();
		// Some of these are consumers'.
		await fleet.order({type: 'elect', elections: 20, overMs: 0});
		const [wanted, given] = await advisories;
		expect(without(given, 'replicas[].lag')).toEqual(without(wanted, 'replicas[].lag'));
	});
});

/** The fields in the answers of all three servers. */
async function fieldsOfAnswers(connection: NatsConnection, subject: string, question: string) {
	const fields = new Set<string>();
	const answers = await connection.requestMany(subject, question, {
		strategy: 'count',
		maxMessages: 3,
		maxWait: 5000,
	});
	for await (const answer of answers) {
		collectFields(answer.json(), '', fields);
	}

	return [...fields].sort();
}

async function next(connection: NatsConnection, subject: string): Promise<string[]> {
	const subscription = connection.subscribe(subject, {max: 1});
	await connection.flush();
	const fields = new Set<string>();
	for await (const message of subscription) {
		collectFields(message.json(), '', fields);
	}

	return [...fields].sort();
}

/** The paths to all values, and what type they are of. */
function collectFields(value: unknown, path: string, into: Set<string>): void {
	if (Array.isArray(value)) {
		for (const item of value) {
			collectFields(item, `${path}[]`, into);
		}
	} else if (typeof value === 'object' && value !== null) {
		for (const [name, item] of Object.entries(value)) {
			collectFields(item, path === '' ? name : `${path}.${name}`, into);
		}
	} else {
		into.add(`${path}: ${typeof value}`);
	}
}

/** Servers tell a lag only where there is one. */
function without(fields: readonly string[], path: string): readonly string[] {
	return fields.filter(field => !field.startsWith(path));
}
