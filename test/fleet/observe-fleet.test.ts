import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {targetAt} from '../nats/target.ts';
import {startFleet, type Fleet} from './start-fleet.ts';
import {seenGroups, trueGroups, watchFleet, type WatchedFleet} from './watched-fleet.ts';

describe('a fleet of 9 servers with 3,000 groups', () => {
	let fleet: Fleet;
	let watched: WatchedFleet;

	beforeEach(async () => {
		fleet = await startFleet({servers: 9, groups: 3000, accounts: 40});
	});

	afterEach(async () => {
		vi.restoreAllMocks();
		await watched?.close();
		await fleet?.stop();
	});

	const untilComplete = async (servers = 9) =>
		watched.until(
			`${servers} servers without gaps`,
			() => watched.store.view.servers.size === servers && watched.store.view.missing.length === 0,
		);

	const delayAll = async (delayMs: number) =>
		Promise.all(
			[...watched.store.view.servers.keys()].map(async server =>
				fleet.order({type: 'slow', server, delayMs}),
			),
		);

	/** From now on: how long after the round before the last one ended, in ms. */
	const gapsBetweenRounds = () => {
		let gapMs = 0;
		let last = Number.POSITIVE_INFINITY;
		watched.cluster.watch(event => {
			if (event.type === 'servers-reported') {
				gapMs = event.at - last;
				last = event.at;
			}
		});
		return () => gapMs;
	};

	it('is seen as it is, one-replica groups and consumers with fewer replicas too', async () => {
		watched = await watchFleet(fleet);
		await untilComplete();
		expect(seenGroups(watched.store)).toEqual(trueGroups(await fleet.truth()));
	});

	it('is known to the last leader after a flood of elections, many of them in the same groups', async () => {
		watched = await watchFleet(fleet);
		await untilComplete();
		await fleet.order({type: 'elect', elections: 1000, overMs: 500});
		await fleet.order({type: 'elect', elections: 1000, overMs: 500});
		const truth = trueGroups(await fleet.truth());
		const leads = (lines: readonly string[]) => lines.map(line => line.split(' ', 4).join(' '));
		await watched.until(
			'the leaders at the end of the flood',
			() => leads(seenGroups(watched.store)).join('\n') === leads(truth).join('\n'),
		);
	});

	it('is seen without waiting for servers that are slow or mute', async () => {
		await fleet.order({type: 'slow', server: 'n4', delayMs: 1500});
		await fleet.order({type: 'mute', server: 'n5', muted: true});
		watched = await watchFleet(fleet);
		const {view} = watched.store;
		const isKnown = (server: string) => view.servers.has(server) && !view.missing.includes(server);
		const others = ['n1', 'n2', 'n3', 'n6', 'n7', 'n8', 'n9'];
		await watched.until('the other servers', () => others.every(server => isKnown(server)));
		const {groups} = await fleet.truth();
		const known = groups.filter(({leader = ''}) => others.includes(leader));
		expect(view.groups.size).toBeGreaterThanOrEqual(known.length);
		await watched.until('the slow server', () => isKnown('n4'));
		expect((await fleet.cost()).mostAtOnce).toBe(1);
	});

	it('is seen as it is while the clock is set back by an hour', async () => {
		watched = await watchFleet(fleet);
		await untilComplete();
		const clock = Date.now;
		vi.spyOn(Date, 'now').mockImplementation(() => clock() - 3_600_000);
		await fleet.order({type: 'elect-silently', elections: 50});
		const truth = trueGroups(await fleet.truth());
		await watched.until(
			'the leaders that nobody announced',
			() => seenGroups(watched.store).join('\n') === truth.join('\n'),
		);
	});

	it('is asked more rarely while its servers take long to answer, and is seen all the same', async () => {
		watched = await watchFleet(fleet);
		await untilComplete();
		const {view} = watched.store;
		const gapMs = gapsBetweenRounds();
		await delayAll(2500);
		await watched.until('rounds that are rare', () => gapMs() >= 5000);
		expect([...view.servers.values()].map(({state}) => state)).not.toContain('offline');
		await delayAll(0);
		await watched.until('all servers', () =>
			[...view.servers.values()].every(({state}) => state === 'online'),
		);
		await watched.until('rounds as often as before', () => gapMs() < 2500);
	});

	it('is not asked again and again while nobody answers', async () => {
		watched = await watchFleet(fleet);
		await untilComplete();
		const gapMs = gapsBetweenRounds();
		await delayAll(60_000);
		await watched.until('rounds that are rare', () => gapMs() >= 4000);
	});

	it('is known to the last group after many have come and gone', async () => {
		watched = await watchFleet(fleet);
		await untilComplete();
		const before = trueGroups(await fleet.truth());
		await fleet.order({type: 'churn', streams: 60, overMs: 6000});
		const truth = trueGroups(await fleet.truth());
		expect(before.filter(line => !truth.includes(line)).length).toBeGreaterThanOrEqual(60);
		await watched.until(
			'the groups at the end',
			() => seenGroups(watched.store).join('\n') === truth.join('\n'),
		);
	});

	it('is acted in, and tells at once of what is deleted there', async () => {
		const actAs = fleet.accounts.map(account => {
			const user = account.toLowerCase();
			return {account, target: targetAt([`127.0.0.1:${fleet.port}`], user, user)};
		});
		watched = await watchFleet(fleet, {actAs});
		const {cluster, store} = watched;
		await untilComplete();
		const group = [...store.view.groups.values()].find(({followers}) => followers.length === 2);
		const [preferred] = group?.followers ?? [];
		if (!group || !preferred) {
			throw new Error('no group with three replicas');
		}

		// Over the connection for acting in an account its deletions are heard.
		await watched.until('the connections for acting', () =>
			fleet.accounts.every(account => cluster.accountAccess?.(account).state === 'ready'),
		);
		expect(cluster.permission(group)).toEqual({type: 'allowed'});
		const answer = await cluster.stepDown({group, preferred: preferred.server, timeoutMs: 5000});
		expect(answer).toEqual({type: 'accepted'});
		await watched.until(
			'the wanted leader',
			() => store.view.groups.get(group.key)?.leader === preferred.server,
		);
		let deleted = 0;
		cluster.watch(({type}) => {
			deleted += type === 'group-deleted' ? 1 : 0;
		});
		await fleet.order({type: 'churn', streams: 30, overMs: 500});
		await watched.until('all deletions', () => deleted === 30);
	});
});
