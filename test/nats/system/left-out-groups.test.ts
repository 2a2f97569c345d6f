import {connect, type NatsConnection} from 'nats';
import {afterEach, expect, it} from 'vitest';
import type {ClusterEvent} from '../../../source/domain/cluster-event.ts';
import {jetStreamSummary} from '../../../source/nats/decode/jetstream-summary.ts';
import {Link} from '../../../source/nats/client/link.ts';
import {startObservation} from '../../../source/nats/system/observation.ts';
import {takeInventory} from '../../../source/nats/system/take-inventory.ts';
import {startLoneServer} from '../access/lone-server.ts';

const peers = ['n1', 'n2', 'n3'];
const open: NatsConnection[] = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async connection => connection.close()));
});

async function connectTo(address: string): Promise<NatsConnection> {
	const connection = await connect({servers: address});
	open.push(connection);
	return connection;
}

/** What a server replies that lists these streams, led as they say. */
const replyOf = (name: string, version: string, leaders: Readonly<Record<string, string>>) => ({
	server: {name, id: name.toUpperCase(), cluster: 'east', ver: version, jetstream: true},
	data: {
		streams: Object.keys(leaders).length,
		meta_cluster: {leader: 'n1'},
		account_details: [
			{
				name: 'SHOP',
				id: 'AXYZ',
				stream_detail: Object.entries(leaders).map(([stream, leader]) => ({
					name: stream,
					cluster: {
						name: 'east',
						leader,
						replicas: peers
							.filter(peer => peer !== name)
							.map(peer => ({name: peer, current: true})),
					},
				})),
			},
		],
	},
});

/** A watch of servers that reply what they are told to, over a real connection. */
async function watched(version: string) {
	const {address} = await startLoneServer('');
	const [servers, watcher] = await Promise.all([connectTo(address), connectTo(address)]);
	const events: ClusterEvent[] = [];
	const observation = startObservation(event => {
		events.push(event);
	});
	const link = new Link(watcher);
	return async (name: string, leaders: Readonly<Record<string, string>>) => {
		const reply = replyOf(name, version, leaders);
		const subscription = servers.subscribe(`$SYS.REQ.SERVER.${reply.server.id}.JSZ`, {
			callback(_error, message) {
				message.respond(JSON.stringify(reply));
			},
		});
		await servers.flush();
		observation.roster.takeSummary(jetStreamSummary(reply), Date.now());
		const known = observation.roster.get(name);
		if (!known) {
			throw new Error(`No server ${name}`);
		}

		const {signal} = new AbortController();
		await takeInventory(link, observation, known, {failures: 0, signal});
		subscription.unsubscribe();
		return events.splice(0).filter(({type}) => type !== 'groups-reported');
	};
}

it('keep the picture incomplete for as long as others name them, before 2.10', async () => {
	const read = await watched('2.9.10');
	expect(await read('n3', {A: 'n1'})).toMatchObject([{type: 'look-completed', server: 'n3'}]);
	expect(await read('n1', {A: 'n1', B: 'n3'})).toMatchObject([
		{
			type: 'reply-rejected',
			subject: 'the inventory of n3',
			reason: 'it leaves out a group that other servers say it leads',
		},
		{type: 'look-doubted', server: 'n3'},
		{type: 'look-completed', server: 'n1'},
	]);
	expect(await read('n3', {A: 'n1'})).toEqual([]);
	expect(await read('n3', {A: 'n1', B: 'n3'})).toMatchObject([
		{type: 'look-completed', server: 'n3'},
	]);
});

it('are not looked for on newer servers, of which only what they lead is read', async () => {
	const read = await watched('2.10.27');
	expect(await read('n3', {A: 'n1'})).toMatchObject([{type: 'look-completed', server: 'n3'}]);
	expect(await read('n1', {A: 'n1', B: 'n3'})).toMatchObject([
		{type: 'look-completed', server: 'n1'},
	]);
});
