import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {aGroup} from '../support/build.ts';
import {isReplicated, simulation} from './simulation.ts';

const isLedByN1 = (group: Parameters<typeof isReplicated>[0]) =>
	isReplicated(group) && group.leader === 'n1';

describe('a step-down', () => {
	it('makes the wanted server leader within 20 to 35 ms, and the event tells it', async () => {
		const {find, stepDown, elections, scheduler, store} = simulation();
		const group = find(isLedByN1);
		const asked = scheduler.now();

		const answer = await stepDown(group, 'n3');

		expect(answer).toEqual({type: 'accepted'});
		const [election] = elections();
		expect(election).toMatchObject({leader: 'n3', group: {stream: group.stream}});
		expect((election?.at ?? 0) - asked).toBeGreaterThanOrEqual(20);
		expect((election?.at ?? 0) - asked).toBeLessThanOrEqual(35);
		expect(store.view.groups.get(group.key)?.leader).toBe('n3');
	});

	it('may be one of many at a time, without a word of warning from Node', async () => {
		const warnings: Error[] = [];
		const note = (warning: Error) => warnings.push(warning);
		process.on('warning', note);
		const {cluster, scheduler} = simulation();
		const groups = cluster.truth().filter(isLedByN1).slice(0, 40);
		expect(groups.length).toBeGreaterThan(10);

		const answers = groups.map(async group =>
			cluster.stepDown({group, preferred: undefined, timeoutMs: 5000}),
		);
		await scheduler.advanceAsync(2000);
		await Promise.all(answers);

		// Warnings come a turn of the event loop later.
		await new Promise(resolve => {
			setImmediate(resolve);
		});
		process.off('warning', note);
		expect(warnings).toEqual([]);
	});

	it('takes about 265 ms on servers before 2.11', async () => {
		const {find, stepDown, elections, scheduler} = simulation({version: '2.10.27'});
		const asked = scheduler.now();

		await stepDown(find(isLedByN1));

		expect(Math.abs((elections()[0]?.at ?? 0) - asked - 265)).toBeLessThan(10);
	});

	it('without a wish tends to give the same winner for the same group', async () => {
		const {find, stepDown, store} = simulation({version: '2.10.27'});
		const group = find(isLedByN1);
		const wins = new Map<string, number>();
		for (let round = 0; round < 40; round++) {
			await stepDown(group);
			const winner = store.view.groups.get(group.key)?.leader ?? '';
			wins.set(winner, (wins.get(winner) ?? 0) + 1);
			if (winner !== 'n1') {
				await back(winner);
			}
		}

		async function back(from: string): Promise<void> {
			while (store.view.groups.get(group.key)?.leader !== 'n1') {
				await stepDown({...group, leader: from} as typeof group);
			}
		}

		const [most = 0, least = 0] = [...wins.values()].sort((a, b) => b - a);
		expect(wins.size).toBe(2);
		expect(most / (most + least)).toBeGreaterThan(0.65);
	});

	it('passes over a wanted server that is down, in silence', async () => {
		const {find, stepDown, elections} = simulation({scenario: 'one-down'});

		expect(await stepDown(find(isLedByN1), 'n3')).toEqual({type: 'accepted'});
		expect(elections()).toMatchObject([{leader: 'n2'}]);
	});

	it('makes a wanted server leader though its copy lags', async () => {
		const {find, stepDown, elections} = simulation({streams: 300});
		const group = find(({followers}) => followers.some(({lag}) => lag > 0));
		const laggard = group.followers.find(({lag}) => lag > 0)?.server;

		await stepDown(group, laggard);

		expect(elections()).toMatchObject([{leader: laggard}]);
	});

	it('of a group with one replica is accepted and does nothing', async () => {
		const {find, stepDown, elections} = simulation();

		expect(await stepDown(find(group => !isReplicated(group)))).toEqual({type: 'accepted'});
		expect(elections()).toEqual([]);
	});

	it.each([
		['is already leader', 'n1', 10_005],
		['not known', 'n9', 10_005],
	])('is refused when the wanted server %s', async (reason, preferred, code) => {
		const {find, stepDown} = simulation();

		expect(await stepDown(find(isLedByN1), preferred)).toMatchObject({
			type: 'refused',
			code,
			reason: expect.stringContaining(reason),
		});
	});

	it('is refused when servers before 2.11 are told a wish', async () => {
		const {find, stepDown, elections} = simulation({version: '2.10.27'});

		expect(await stepDown(find(isLedByN1), 'n3')).toMatchObject({type: 'refused', code: 10_003});
		expect(elections()).toEqual([]);
	});

	it('is refused while nobody leads the group', async () => {
		const {cluster, find, scheduler} = simulation();
		const request = {group: find(isLedByN1), preferred: undefined, timeoutMs: 5000};

		const first = cluster.stepDown(request);
		const second = cluster.stepDown(request);
		await scheduler.advanceAsync(1000);

		expect(await first).toEqual({type: 'accepted'});
		expect(await second).toMatchObject({type: 'unconfirmed'});
	});

	it('of an unknown group is refused', async () => {
		const {stepDown} = simulation();

		expect(await stepDown(aGroup({stream: 'NONE'}))).toMatchObject({code: 10_059});
		expect(await stepDown(aGroup({stream: 'NONE', consumer: 'c'}))).toMatchObject({code: 10_014});
	});

	it('in a locked account is refused, and says what is missing', async () => {
		const {cluster, find, stepDown, elections} = simulation({lockedAccounts: ['PAY']});
		const group = find(
			({account, ...rest}) => account === 'PAY' && isReplicated({account, ...rest}),
		);

		expect(cluster.permission(group)).toMatchObject({type: 'locked'});
		expect(cluster.permission({...group, accountId: 'SHOP'})).toEqual({type: 'allowed'});
		expect(await stepDown(group)).toMatchObject({type: 'refused', code: undefined});
		expect(elections()).toEqual([]);
	});

	it('that is not answered in time has happened nevertheless', async () => {
		const {find, stepDown, elections} = simulation();

		const answer = await stepDown(find(isLedByN1), 'n2', {timeoutMs: 5});

		expect(answer).toMatchObject({type: 'no-answer'});
		expect(elections()).toHaveLength(1);
	});

	it('that was called off before is not sent', async () => {
		const {find, stepDown, elections} = simulation();

		const answer = await stepDown(find(isLedByN1), 'n2', {signal: AbortSignal.abort()});

		expect(answer).toEqual({type: 'no-answer', reason: 'called off'});
		expect(elections()).toEqual([]);
	});

	it('that is called off while it waits ends at once', async () => {
		const {cluster, find} = simulation();
		const calling = new AbortController();

		const answer = cluster.stepDown({
			group: find(isLedByN1),
			preferred: 'n2',
			timeoutMs: 5000,
			signal: calling.signal,
		});
		calling.abort();

		expect(await answer).toEqual({type: 'no-answer', reason: 'called off'});
	});
});

describe('a step-down of the meta leader', () => {
	const request = {cluster: 'east', timeoutMs: 5000};

	it.each([undefined, 'n3'])('elects another one (%s wanted)', async preferred => {
		const {cluster, scheduler, store} = simulation();

		const answer = cluster.stepDownMetaLeader({...request, preferred});
		await scheduler.advanceAsync(1000);

		expect(await answer).toEqual({type: 'accepted'});
		expect(store.view.clusters.get('east')?.metaLeader).toBe(preferred ?? 'n1');
	});

	it.each(['n2', 'n9'])('is refused when %s is wanted', async preferred => {
		const {cluster, scheduler} = simulation();

		const answer = cluster.stepDownMetaLeader({...request, preferred});
		await scheduler.advanceAsync(1000);

		expect(await answer).toMatchObject({type: 'refused', code: 10_005});
	});
});
