import {describe, expect, it} from 'vitest';
import {groupKey, type GroupKey} from '../../../source/domain/raft-group.ts';
import {
	InventoryDigest,
	OtherServersReports,
} from '../../../source/nats/system/before-2.11-reports.ts';
import {LeaderLedger} from '../../../source/nats/observing/leader-ledger.ts';

const key = (stream: string): GroupKey =>
	groupKey({domain: undefined, accountId: 'SHOP', stream, consumer: undefined});

/** Streams by who leads them, as one server reports it. */
const digest = (askedAt: number, leaders: Readonly<Record<string, readonly string[]>>) => {
	const all = Object.entries(leaders).flatMap(([leader, streams]) =>
		streams.map(stream => ({key: key(stream), leader})),
	);
	const made = new InventoryDigest(askedAt);
	made.add({led: [], leaderless: [], followed: all.filter(({leader}) => leader !== 'itself')});
	for (const own of all) {
		made.listed.add(own.key);
	}

	return made;
};

describe('what servers report of each other', () => {
	it('is nothing new where they agree', () => {
		const reports = new OtherServersReports(new LeaderLedger());
		expect(reports.noted('n1', digest(1000, {itself: ['A'], n2: ['B']})).size).toBe(0);
		expect(reports.noted('n2', digest(1001, {itself: ['B'], n1: ['A']})).size).toBe(0);
		expect(reports.isDoubted('n1') || reports.isDoubted('n2')).toBe(false);
	});

	it.each([
		['before', 999],
		['after', 1200],
	])('shows what a leader leaves out, asked for %s its own', (_, askedAt) => {
		const reports = new OtherServersReports(new LeaderLedger());
		const digests = [
			['n1', digest(askedAt, {itself: ['A'], n3: ['B', 'C']})],
			['n3', digest(1000, {n1: ['A']})],
			['n2', digest(1000, {n1: ['A'], n3: ['C']})],
		] as const;
		const news = digests.map(([server, made]) => [...reports.noted(server, made)]);
		expect(news).toEqual([[], [['n3', 2]], []]);
		expect(['n1', 'n2', 'n3'].filter(name => reports.isDoubted(name))).toEqual(['n3']);

		// Told once, and held against it though the others have not been asked again.
		expect(reports.noted('n3', digest(9000, {n1: ['A']})).size).toBe(0);
		expect(reports.isDoubted('n3')).toBe(true);
		reports.noted('n3', digest(10_000, {itself: ['B', 'C'], n1: ['A']}));
		expect(reports.isDoubted('n3')).toBe(false);
	});

	it('is taken back when others take it back, as after a deletion', () => {
		const reports = new OtherServersReports(new LeaderLedger());
		reports.noted('n1', digest(1000, {n3: ['B']}));
		reports.noted('n3', digest(1000, {}));
		expect(reports.isDoubted('n3')).toBe(true);
		reports.noted('n1', digest(6000, {}));
		expect(reports.isDoubted('n3')).toBe(false);
	});

	it('proves nothing when it is old, of groups that another leads by now, or of a change of leaders', () => {
		const ledger = new LeaderLedger();
		const reports = new OtherServersReports(ledger);
		reports.noted('n1', digest(1000, {n3: ['B', 'C', 'D']}));
		reports.noted('n3', digest(9000, {}));
		expect(reports.isDoubted('n3')).toBe(false);

		ledger.reported({key: key('B'), kind: 'stream', leader: 'n2'}, 10_000);
		reports.noted('n3', digest(10_000, {n1: ['C']}));
		reports.noted('n1', digest(10_000, {n3: ['B', 'C']}));
		expect(reports.isDoubted('n3')).toBe(false);
	});

	it('is forgotten with a server', () => {
		const reports = new OtherServersReports(new LeaderLedger());
		reports.noted('n1', digest(1000, {n3: ['B']}));
		reports.noted('n3', digest(1000, {}));
		reports.forget('n3');
		expect(reports.isDoubted('n3')).toBe(false);
	});
});
