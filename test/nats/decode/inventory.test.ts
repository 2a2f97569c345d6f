import {describe, expect, it} from 'vitest';
import {readInventory} from '../../../source/nats/decode/inventory.ts';
import {aFollower} from '../../support/build.ts';
import {UndecodableError} from '../../../source/nats/decode/json-value.ts';

const n1 = {name: 'n1', id: 'N1', cluster: 'east', ver: '2.12.4', jetstream: true};

const peer = (name: string, more: object = {}) => ({name, current: true, active: 1e9, ...more});

const unknown = (id: string) =>
	peer(`Server name unknown at this time (peerID: ${id})`, {peer: id, offline: true});

/** A page of n1's inventory with these streams of the account SHOP. */
const page = async (
	streams: readonly object[],
	{server = n1, more = {}, isAway = (_server: string): boolean => false, withFollowed = true} = {},
) =>
	readInventory(
		{
			server,
			data: {
				meta_cluster: {leader: 'n2'},
				account_details: [{name: 'SHOP', id: 'AXYZ', stream_detail: streams}],
				...more,
			},
		},
		{nameOfNode: node => ({P9: 'n9'})[node], withFollowed, isAway},
	);

const stream = (name: string, cluster: unknown, more: object = {}) => ({name, cluster, ...more});

describe('an inventory', () => {
	it('takes what the server leads, with its followers', async () => {
		const {led, leaderless} = await page([
			stream(
				'ORDERS',
				{
					leader: 'n1',
					leader_since: '2026-11-23T14:08:57.742564563Z',
					replicas: [peer('n2', {lag: 7, current: false}), peer('n3', {offline: true})],
				},
				{state: {messages: 10, bytes: 5000, last_seq: 1234}},
			),
		]);

		expect(leaderless).toEqual([]);
		expect(led).toEqual([
			{
				kind: 'stream',
				domain: undefined,
				accountId: 'AXYZ',
				account: 'SHOP',
				stream: 'ORDERS',
				consumer: undefined,
				key: '\nAXYZ\nORDERS\n',
				cluster: 'east',
				leader: 'n1',
				leaderSince: Date.UTC(2026, 10, 23, 14, 8, 57, 742),
				replicas: 3,
				followers: [
					{server: 'n2', current: false, lag: 7, online: true},
					{server: 'n3', current: true, lag: 0, online: false},
				],
				messages: 1234,
				bytesPerMessage: 500,
			},
		]);
	});

	/** As nats-server 2.15.1 says it while a stream of one replica is given three, and the other peers are down. */
	const desired = {
		created: '2026-12-01T00:27:14.339326705Z',
		name: 'demo',
		replicas: [{name: 'n1'}, {name: 'n2'}, {name: 'n3'}],
		status: {description: 'waiting for peer to catch up before adding it', type: 'catchup'},
	};

	it('counts no peer that is only assigned to a group', async () => {
		const {led} = await page([
			stream('ORDERS', {
				leader: 'n1',
				replicas: [peer('n2'), peer('n3', {current: false, active: 0, pending: true})],
				desired,
			}),
		]);
		const {status} = desired;
		expect(led).toMatchObject([
			{
				replicas: 2,
				followers: [{server: 'n2'}],
				desired: {servers: ['n1', 'n2', 'n3'], status: status.description},
			},
		]);
	});

	it('takes a group whose configuration is ahead of its peers as it is, not for one that starts', async () => {
		const pending = ['n2', 'n3'].map(name => peer(name, {current: false, pending: true}));
		for (const replicas of [undefined, pending]) {
			const cluster = {leader: 'n1', replicas, desired};
			const config = {config: {num_replicas: 3}};
			expect(await page([stream('ORDERS', cluster, config)])).toMatchObject({
				led: [{stream: 'ORDERS', replicas: 1, followers: []}],
				unstarted: 0,
			});
		}
	});

	it('takes a consumer of such a stream as it is, too', async () => {
		const origin = {replicas: 1};
		const cluster = {leader: 'n1', desired: {...desired, origin}};
		const all = {name: 'all', cluster: {leader: 'n1'}, config: {durable_name: 'all'}};
		const more = {config: {num_replicas: 3}, consumer_detail: [all]};
		expect(await page([stream('ORDERS', cluster, more)])).toMatchObject({
			led: [{stream: 'ORDERS'}, {consumer: 'all', replicas: 1}],
			unstarted: 0,
		});
	});

	it('reports groups that others lead only where they are wanted', async () => {
		const entries = [
			stream('ORDERS', {leader: 'n1', replicas: [peer('n2')]}),
			stream('CARTS', {leader: 'n2', replicas: [peer('n2')]}),
			stream('LOST', {replicas: [peer('n2')]}),
		];
		const wanted = await page(entries);
		expect(wanted.followed).toEqual([{key: '\nAXYZ\nCARTS\n', leader: 'n2'}]);
		expect(await page(entries, {withFollowed: false})).toEqual({...wanted, followed: []});
	});

	it('takes what a server leads that does not answer, with followers of which nothing is known', async () => {
		const cluster = {leader: 'n3', replicas: [peer('n2', {current: false}), peer('n3')]};
		const other = stream('CARTS', {leader: 'n2', replicas: [peer('n2')]});
		const {led, orphaned} = await page([stream('ORDERS', cluster), other], {
			isAway: server => server === 'n3',
		});

		expect(led).toEqual([]);
		expect(orphaned).toMatchObject([
			{stream: 'ORDERS', leader: 'n3', replicas: 3, followers: [aFollower('n2'), aFollower('n1')]},
		]);
	});

	it('leaves to their leader what others lead, and takes consumers of their streams all the same', async () => {
		const {led} = await page([
			stream(
				'ORDERS',
				{leader: 'n2', replicas: [peer('n2')]},
				{
					consumer_detail: [
						{
							name: 'billing',
							cluster: {leader: 'n1', replicas: [peer('n2')]},
							delivered: {consumer_seq: 5},
						},
						{name: 'audit', cluster: {leader: 'n3', replicas: [peer('n3')]}},
					],
				},
			),
		]);

		expect(led).toMatchObject([
			{kind: 'consumer', stream: 'ORDERS', consumer: 'billing', messages: 5, replicas: 2},
		]);
	});

	it.each([
		['nobody', {}],
		['an empty name', {leader: ''}],
		['no name at all', {leader: null}],
	])('shows a group as leaderless when its leader is %s', async (_, cluster) => {
		const {led, leaderless} = await page([
			stream('ORDERS', {...cluster, replicas: [peer('n2'), peer('n3')]}),
		]);

		expect(led).toEqual([]);
		expect(leaderless).toMatchObject([{leader: undefined, replicas: 3}]);
		expect(leaderless[0]?.followers.map(({server}) => server)).toEqual(['n2', 'n3', 'n1']);
	});

	it('counts a server once that lists itself among the peers of a leaderless group', async () => {
		const {leaderless} = await page([
			stream('ORDERS', {replicas: [peer('n1'), peer('n2'), peer('n3')]}),
		]);

		expect(leaderless[0]).toMatchObject({replicas: 3});
	});

	it('gives groups without a cluster to the server', async () => {
		const {led} = await page([{name: 'ONLY'}], {server: {...n1, cluster: ''}});

		expect(led).toMatchObject([{leader: 'n1', cluster: 'n1', replicas: 1, followers: []}]);
	});

	it.each([
		['a one-replica stream', {num_replicas: 1}, 1, 0, 0],
		['a stream whose node has not started', {num_replicas: 3}, 0, 1, 0],
		['a stream of which the configuration is not told', undefined, 1, 0, 1],
	])('judges %s by its configuration', async (_, config, led, unstarted, unproven) => {
		const judged = await page([stream('ORDERS', {leader: 'n1'}, {config})]);

		expect({...judged, led: judged.led.length}).toMatchObject({led, unstarted, unproven});
	});

	it.each([
		['says one', {durable_name: 'c', num_replicas: 1}, 'limits', 1],
		['says nothing and is durable', {durable_name: 'c'}, 'limits', 3],
		['says nothing and is ephemeral', {}, 'limits', 1],
		['says nothing, is ephemeral and shares an interest', {}, 'interest', 3],
		['says more than its stream has', {durable_name: 'c', num_replicas: 5}, 'limits', 3],
	])('knows the replicas of a consumer that %s', async (_, config, retention, replicas) => {
		const {led, unstarted} = await page([
			stream(
				'ORDERS',
				{leader: 'n2', replicas: [peer('n2')]},
				{
					config: {num_replicas: 3, retention},
					consumer_detail: [{name: 'c', cluster: {leader: 'n1'}, config}],
				},
			),
		]);

		expect([led.length, unstarted]).toEqual(replicas === 1 ? [1, 0] : [0, 1]);
	});

	it('names a peer that the leader cannot name', async () => {
		const {led} = await page([
			stream('ORDERS', {leader: 'n1', replicas: [unknown('P9'), unknown('P8')]}),
		]);

		expect(led[0]?.followers.map(({server}) => server)).toEqual(['n9', 'P8']);
	});

	it.each([
		['a lag that fell below zero', {lag: 2 ** 64}, {lag: 0}],
		['a negative lag', {lag: -3}, {lag: 0}],
		['a lag that is none', {lag: 'much'}, {lag: 0}],
		['57 years of silence', {active: 1.8e18}, {current: true, online: true}],
		['currency that is not told', {current: undefined}, {current: false}],
	])('is not misled by %s', async (_, told, seen) => {
		const {led} = await page([stream('ORDERS', {leader: 'n1', replicas: [peer('n2', told)]})]);

		expect(led[0]?.followers).toMatchObject([seen]);
	});

	it('counts entries without a name and reads on', async () => {
		const {led, malformed} = await page([
			{cluster: {leader: 'n1'}},
			stream('ORDERS', {leader: 'n1', replicas: [peer('n2')]}, {consumer_detail: [{}, null]}),
		]);

		expect(led).toHaveLength(1);
		expect(malformed).toBe(2);
	});

	it('tells the totals that come with it', async () => {
		const {summary} = await page([], {
			more: {streams: 4, consumers: 5, streams_leader: 2, disabled: false, total: 9},
		});

		expect(summary).toMatchObject({
			hosted: {streams: 4, consumers: 5},
			led: {streams: 2, consumers: 0},
			accounts: 9,
			meta: {leader: 'n2'},
		});
	});

	it.each([
		['no object', null, 'not a JSON object'],
		['no server', {data: {}}, 'no name and id of a server'],
		['no content', {server: n1}, 'no "data" in the reply of n1'],
		['an error', {server: n1, error: {code: 500, description: 'busy'}}, 'n1 says: busy'],
	])('is refused with %s', async (_, value, reason) => {
		const reading = readInventory(value, {nameOfNode: () => undefined, withFollowed: false});
		await expect(reading).rejects.toThrow(new UndecodableError(reason));
	});
});
