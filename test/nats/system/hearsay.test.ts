import {describe, expect, it} from 'vitest';
import {groupKey, type GroupKey} from '../../../source/domain/raft-group.ts';
import {Hearsay} from '../../../source/nats/system/hearsay.ts';
import {LeaderLedger} from '../../../source/nats/system/leader-ledger.ts';

const key = (stream: string): GroupKey =>
	groupKey({domain: undefined, accountId: 'SHOP', stream, consumer: undefined});

/** Streams by who leads them, in the words of one server. */
const word = (askedAt: number, leaders: Readonly<Record<string, readonly string[]>>) => {
	const entries = Object.entries(leaders).map(
		([leader, streams]) => [leader, streams.map(key)] as const,
	);
	return {
		askedAt,
		listed: new Set(entries.flatMap(([, keys]) => keys)),
		ledByOthers: new Map(entries.filter(([leader]) => leader !== 'itself')),
	};
};

describe('what servers say of each other', () => {
	it('is nothing new where they agree', () => {
		const hearsay = new Hearsay(new LeaderLedger());
		expect(hearsay.noted('n1', word(1000, {itself: ['A'], n2: ['B']})).size).toBe(0);
		expect(hearsay.noted('n2', word(1001, {itself: ['B'], n1: ['A']})).size).toBe(0);
		expect(hearsay.isDoubted('n1') || hearsay.isDoubted('n2')).toBe(false);
	});

	it.each([
		['before', 999],
		['after', 1200],
	])('shows what a leader leaves out, heard %s its own word', (_, askedAt) => {
		const hearsay = new Hearsay(new LeaderLedger());
		const words = [
			['n1', word(askedAt, {itself: ['A'], n3: ['B', 'C']})],
			['n3', word(1000, {n1: ['A']})],
			['n2', word(1000, {n1: ['A'], n3: ['C']})],
		] as const;
		const news = words.map(([server, said]) => [...hearsay.noted(server, said)]);
		expect(news).toEqual([[], [['n3', 2]], []]);
		expect(['n1', 'n2', 'n3'].filter(name => hearsay.isDoubted(name))).toEqual(['n3']);

		// Told once, and held against it though the others have not been asked again.
		expect(hearsay.noted('n3', word(9000, {n1: ['A']})).size).toBe(0);
		expect(hearsay.isDoubted('n3')).toBe(true);
		hearsay.noted('n3', word(10_000, {itself: ['B', 'C'], n1: ['A']}));
		expect(hearsay.isDoubted('n3')).toBe(false);
	});

	it('is taken back when others take it back, as after a deletion', () => {
		const hearsay = new Hearsay(new LeaderLedger());
		hearsay.noted('n1', word(1000, {n3: ['B']}));
		hearsay.noted('n3', word(1000, {}));
		expect(hearsay.isDoubted('n3')).toBe(true);
		hearsay.noted('n1', word(6000, {}));
		expect(hearsay.isDoubted('n3')).toBe(false);
	});

	it('proves nothing when it is old, of groups that another leads by now, or of a change of leaders', () => {
		const ledger = new LeaderLedger();
		const hearsay = new Hearsay(ledger);
		hearsay.noted('n1', word(1000, {n3: ['B', 'C', 'D']}));
		hearsay.noted('n3', word(9000, {}));
		expect(hearsay.isDoubted('n3')).toBe(false);

		ledger.reported('n2', [{key: key('B'), kind: 'stream'}], 10_000);
		hearsay.noted('n3', word(10_000, {n1: ['C']}));
		hearsay.noted('n1', word(10_000, {n3: ['B', 'C']}));
		expect(hearsay.isDoubted('n3')).toBe(false);
	});

	it('is forgotten with a server', () => {
		const hearsay = new Hearsay(new LeaderLedger());
		hearsay.noted('n1', word(1000, {n3: ['B']}));
		hearsay.noted('n3', word(1000, {}));
		hearsay.forget('n3');
		expect(hearsay.isDoubted('n3')).toBe(false);
	});
});
