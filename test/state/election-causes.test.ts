import {describe, expect, it} from 'vitest';
import type {ClusterEvent, StepDownRequested} from '../../source/domain/cluster-event.ts';
import type {RaftGroup} from '../../source/domain/raft-group.ts';
import {electionsPerMinute} from '../../source/state/election-record.ts';
import {ElectionRecord} from '../../source/state/election-record.ts';
import {aGroup, start} from '../support/build.ts';
import {aReport, elected, groupsReported, serversReported} from '../support/events.ts';
import {applyAll, storeOf} from '../support/store-of.ts';

const servers = ['n1', 'n2', 'n3'];
const orders = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3']});
const second = 1000;
const minute = 60_000;

function asked(group: RaftGroup, {at = start, ...rest}: Partial<StepDownRequested>): ClusterEvent {
	const {kind, accountId, stream, consumer} = group;
	return {
		type: 'step-down-requested',
		at,
		group: {kind, domain: undefined, accountId, stream, consumer},
		by: 'others',
		who: undefined,
		...rest,
	};
}

const leaving = (server: string, how: 'lame-duck' | 'shutdown', at: number): ClusterEvent => ({
	type: 'server-leaving',
	at,
	server,
	how,
});

const seen = (...events: readonly ClusterEvent[]) =>
	applyAll(storeOf(servers, [orders]), events).view;

const causes = (...events: readonly ClusterEvent[]) =>
	seen(...events).elections.map(({cause}) => cause);

describe('why there was an election', () => {
	it('is not claimed where nothing was seen', () => {
		expect(causes(elected(orders, 'n2', {at: start + 5}))).toEqual(['untold']);
	});

	it('is the request that came before it, with who asked and how long nobody led', () => {
		const {elections} = seen(
			asked(orders, {at: start, who: 'NATS CLI on 10.0.0.7'}),
			elected(orders, 'n2', {at: start + 25}),
		);
		expect(elections).toMatchObject([{cause: 'others', who: 'NATS CLI on 10.0.0.7', gapMs: 25}]);
	});

	it('is ours, although our request is seen on its way as well', () => {
		expect(
			causes(
				asked(orders, {at: start, by: 'us'}),
				asked(orders, {at: start + 3, who: 'leadertop on 10.0.0.7'}),
				elected(orders, 'n2', {at: start + 25}),
			),
		).toEqual(['ours']);
	});

	it('names the leadertop that has claimed the cluster', () => {
		const store = storeOf(servers, [orders]);
		store.setMover('east', 'kept even by ops@bastion');
		applyAll(store, [
			asked(orders, {at: start, who: 'leadertop on 10.0.0.7'}),
			elected(orders, 'n2', {at: start + 25}),
			asked(orders, {at: start + 50, who: 'NATS CLI on 10.0.0.8'}),
			elected(orders, 'n3', {at: start + 75}),
			asked(orders, {at: start + 100}),
			elected(orders, 'n1', {at: start + 125}),
		]);
		expect(store.view.elections.map(({who}) => who)).toEqual([
			'leadertop on 10.0.0.7 (kept even by ops@bastion)',
			'NATS CLI on 10.0.0.8',
			'others (kept even by ops@bastion)',
		]);
	});

	it('takes a request for one election only, and not for long', () => {
		expect(
			causes(
				asked(orders, {at: start}),
				elected(orders, 'n2', {at: start + 25}),
				elected(orders, 'n3', {at: start + 50}),
				asked(orders, {at: start + second}),
				elected(orders, 'n2', {at: start + 30 * second}),
			),
		).toEqual(['others', 'untold', 'untold']);
	});

	it('knows the group in a domain by a request that does not tell it', () => {
		const group = aGroup({...orders, domain: 'hub', followers: ['n2', 'n3']});
		const {view} = applyAll(storeOf(servers, [group]), [
			asked(group, {at: start}),
			elected(group, 'n2', {at: start + 25}),
		]);
		expect(view.elections[0]?.cause).toBe('others');
	});

	it('is the lame duck that led', () => {
		expect(
			causes(
				leaving('n1', 'lame-duck', start + 5),
				elected(orders, 'n2', {at: start + second}),
				elected(orders, 'n3', {at: start + 2 * second}),
			),
		).toEqual(['lame-duck', 'untold']);
	});

	it.each<[string, ClusterEvent]>([
		['stopped', leaving('n1', 'shutdown', start + second)],
		['silent', serversReported(['n2', 'n3'], {at: start + second, silent: ['n1']})],
		[
			'offline',
			serversReported(['n2', 'n3'], {
				at: start + second,
				offline: [{name: 'n1', cluster: 'east'}],
			}),
		],
		[
			'restarted',
			serversReported([aReport('n1', {id: 'n1-2', startedAt: start}), 'n2', 'n3'], {
				at: start + second,
			}),
		],
	])('is told soon after it by what the server then does: %s', (cause, event) => {
		const after = elected(orders, 'n2', {at: start + 5});
		expect(causes(after, event)).toEqual([cause]);
		expect(seen(after, event).electionTotals).toMatchObject({[cause]: 1, untold: 0});
		const late = {...event, at: start + 30 * second};
		expect(causes(after, late)).toEqual(['untold']);
	});

	it('is no restart before it won what it loses now', () => {
		const back = serversReported([aReport('n1', {id: 'n1-2', startedAt: start}), 'n2', 'n3'], {
			at: start + second,
		});
		const [away, home] = [
			elected(orders, 'n2', {at: start + 2 * second}),
			elected(orders, 'n1', {at: start + 9 * second}),
		];
		const lost = elected(orders, 'n3', {at: start + 20 * second});
		expect(causes(back, away, home, lost)).toEqual(['restarted', 'untold', 'untold']);
	});

	it('is the first of a new group, once everything had been looked at', () => {
		const fresh = aGroup({stream: 'FRESH', leader: 'n1', followers: ['n2', 'n3']});
		expect(causes(elected(fresh, 'n1'), elected(fresh, 'n2'))).toEqual(['new', 'untold']);
	});

	it('is the first of a new group that a host names before it has a leader', () => {
		const fresh = aGroup({stream: 'FRESH', followers: ['n1', 'n2', 'n3']});
		const hosted = groupsReported('n2', [], {at: start + 10, leaderless: [fresh]});
		const events = [hosted, elected(fresh, 'n1', {at: start + 30}), elected(fresh, 'n2')];
		expect(causes(...events)).toEqual(['new', 'untold']);
		expect(seen(...events).electionSummary.gaps.measured).toBe(0);
		// Named in the first look of all, it may have lost its leader long ago.
		const store = storeOf(servers, [orders, fresh]);
		const {elections} = applyAll(store, [elected(fresh, 'n1', {at: start + 30})]).view;
		expect(elections).toMatchObject([{cause: 'untold', gapMs: 35}]);
	});

	it('is the loss of quorum, counted once however often it is told, with the time without leader', () => {
		const lost = (at: number): ClusterEvent => ({type: 'quorum-lost', at, group: orders});
		const {elections, electionSummary} = seen(
			lost(start),
			lost(start + 10 * second),
			elected(orders, 'n1', {at: start + 12 * second}),
		);
		expect(elections).toMatchObject([{cause: 'quorum', from: 'n1', gapMs: 12 * second}]);
		expect(electionSummary).toMatchObject({
			quorumLosses: 1,
			gaps: {measured: 1, totalMs: 12 * second, longestMs: 12 * second},
		});
	});

	it('is no loss of quorum that followers tell of in the midst of it, or right after it', () => {
		const lost = (at: number): ClusterEvent => ({type: 'quorum-lost', at, group: orders});
		const events = [
			asked(orders, {at: start}),
			lost(start + 9),
			elected(orders, 'n2', {at: start + 10}),
			lost(start + 12),
			lost(start + 4000),
		];
		expect(causes(...events)).toEqual(['others']);
		const {electionSummary, leaderless, groups} = seen(...events);
		expect(electionSummary).toMatchObject({quorumLosses: 0, lostQuorums: []});
		expect(leaderless.size).toBe(0);
		expect(groups.get(orders.key)?.leader).toBe('n2');
		// A leader that really loses it tells so after ten seconds without answers.
		const later = seen(...events, lost(start + 11_000));
		expect(later.electionSummary.quorumLosses).toBe(1);
		expect(later.leaderless.get(orders.key)).toBe(start + 11_000);
	});
});

describe('elections, counted', () => {
	it('are counted by the minute and by cause', () => {
		const {electionSummary} = seen(
			elected(orders, 'n2', {at: start + 5}),
			asked(orders, {at: start + 2 * minute}),
			elected(orders, 'n1', {at: start + 2 * minute + 5}),
			elected(orders, 'n2', {at: start + 2 * minute + 9}),
		);
		const now = start + 3 * minute;
		const {minutes} = electionSummary;
		expect(electionsPerMinute(minutes, cause => cause === 'untold', now, 4)).toEqual([1, 0, 1, 0]);
		expect(electionsPerMinute(minutes, cause => cause === 'others', now, 4)).toEqual([0, 0, 1, 0]);
		expect(electionsPerMinute(minutes, () => true, now, 2)).toEqual([2, 0]);
	});

	it('name a group that flaps, until it has been quiet', () => {
		const store = storeOf(servers, [orders]);
		for (const [index, leader] of ['n2', 'n3', 'n1'].entries()) {
			expect(store.view.electionSummary.flapping).toEqual([]);
			store.apply(elected(orders, leader, {at: start + index * minute}));
		}

		expect(store.view.electionSummary.flapping).toMatchObject([
			{group: {stream: 'ORDERS'}, elections: 3, at: start + 2 * minute},
		]);
		store.apply(serversReported(servers, {at: start + 11 * minute}));
		expect(store.view.electionSummary.flapping).toEqual([]);
	});

	it('take no more memory however long it goes on', () => {
		const record = new ElectionRecord();
		for (let index = 0; index < 30_000; index++) {
			const group = aGroup({stream: `S${index}`, leader: 'n1', followers: ['n2', 'n3']});
			record.loseQuorum(group, start + (index - 10) * second);
			record.add({
				at: start + index * second,
				group,
				from: 'n1',
				to: 'n2',
				cause: 'untold',
				who: undefined,
				gapMs: 5,
			});
		}

		const {totals} = record;
		const {minutes, lostQuorums} = record.summary(new Map(), start);
		expect([record.recent.length, minutes.length, lostQuorums.length]).toEqual([500, 90, 50]);
		expect([record.count, totals.untold]).toEqual([30_000, 30_000]);
		expect(record.entries).toBeLessThan(2000);
	});
});
