import {describe, expect, it} from 'vitest';
import {groupKey, type GroupIdentity} from '../../../source/domain/raft-group.ts';
import {ledgerGroup, LeaderLedger} from '../../../source/nats/observing/leader-ledger.ts';

const stream = (name: string): GroupIdentity => ({
	kind: 'stream',
	domain: undefined,
	accountId: 'A',
	stream: name,
	consumer: undefined,
});

const consumer = (name: string, of: string): GroupIdentity => ({
	...stream(of),
	kind: 'consumer',
	consumer: name,
});

/** A ledger into which each server has reported these groups as its own, asked at 100. */
function ledgerOf(leaders: Readonly<Record<string, readonly GroupIdentity[]>>): LeaderLedger {
	const ledger = new LeaderLedger();
	for (const [server, groups] of Object.entries(leaders)) {
		report(ledger, server, groups, 100);
	}

	return ledger;
}

function report(
	ledger: LeaderLedger,
	server: string,
	groups: readonly GroupIdentity[],
	askedAt: number,
): void {
	for (const group of groups) {
		ledger.reported(ledgerGroup(group, server), askedAt);
	}
}

const elect = (ledger: LeaderLedger, group: GroupIdentity, leader: string, at: number) => {
	ledger.elected(ledgerGroup(group, leader), at);
};

const leaderOf = (ledger: LeaderLedger, group: GroupIdentity) =>
	ledger.get(groupKey(group))?.leader;

describe('the ledger of leaders', () => {
	it('counts what a server reports and moves it with elections', () => {
		const ledger = ledgerOf({n1: [stream('S'), consumer('c', 'S')]});
		expect(ledger.totals('n1')).toEqual({streams: 1, consumers: 1});

		elect(ledger, stream('S'), 'n2', 200);
		expect(ledger.totals('n1')).toEqual({streams: 0, consumers: 1});
		expect(ledger.totals('n2')).toEqual({streams: 1, consumers: 0});
		expect(leaderOf(ledger, stream('S'))).toBe('n2');
	});

	it('takes a deleted stream out with its consumers, however many other groups there are', () => {
		const ledger = new LeaderLedger();
		const names = Array.from({length: 30_000}, (_, index) => `S${index}`);
		const groups = names.flatMap(name => [stream(name), consumer('c', name), consumer('d', name)]);
		report(ledger, 'n1', groups, 100);
		// To look through all groups for each of them would take minutes: longer than a test may.
		for (const name of names) {
			ledger.deleted(stream(name));
		}

		expect(ledger.totals('n1')).toEqual({streams: 0, consumers: 0});
	});

	it('keeps nothing of groups that are gone', () => {
		const ledger = new LeaderLedger();
		elect(ledger, stream('KEPT'), 'n1', 100);
		const {size} = ledger;
		for (let number = 0; number < 1000; number++) {
			const gone = stream(`S${number}`);
			elect(ledger, gone, `n${1 + (number % 3)}`, 100);
			elect(ledger, consumer('c', gone.stream), 'n1', 100);
			if (number % 2 === 0) {
				ledger.deleted(gone);
			}
		}

		for (const server of ['n1', 'n2', 'n3']) {
			ledger.completed(server, 200);
		}

		elect(ledger, stream('KEPT'), 'n1', 300);
		ledger.forget('n2');
		ledger.forget('n3');
		expect(ledger.size).toBe(size);
	});

	it('holds an election against a report that was asked for before it', () => {
		const ledger = new LeaderLedger();
		elect(ledger, stream('S'), 'n2', 200);
		report(ledger, 'n1', [stream('S')], 150);
		expect(leaderOf(ledger, stream('S'))).toBe('n2');

		report(ledger, 'n1', [stream('S')], 250);
		expect(leaderOf(ledger, stream('S'))).toBe('n1');
	});

	it('drops what a complete inventory did not name, but nothing that came since', () => {
		const ledger = ledgerOf({n1: [stream('OLD'), stream('KEPT')]});
		report(ledger, 'n1', [stream('KEPT')], 200);
		elect(ledger, stream('NEW'), 'n1', 210);
		ledger.completed('n1', 200);

		expect(ledger.totals('n1')).toEqual({streams: 2, consumers: 0});
		expect(leaderOf(ledger, stream('OLD'))).toBeUndefined();
	});

	it('takes a lost lead off the server that says so, and off no other', () => {
		const ledger = ledgerOf({n1: [stream('S')]});
		ledger.abandoned('n2', [{key: groupKey(stream('S'))}], 200);
		expect(leaderOf(ledger, stream('S'))).toBe('n1');
		ledger.abandoned('n1', [{key: groupKey(stream('S'))}], 200);
		expect(ledger.totals('n1')).toEqual({streams: 0, consumers: 0});
	});

	it('drops the consumers of a deleted stream with it, and not those of others', () => {
		const ledger = ledgerOf({
			n1: [stream('S'), consumer('c', 'S'), stream('S2'), consumer('c', 'S2')],
		});
		ledger.deleted(stream('S'));
		expect(ledger.totals('n1')).toEqual({streams: 1, consumers: 1});
		ledger.deleted(consumer('c', 'S2'));
		expect(ledger.totals('n1')).toEqual({streams: 1, consumers: 0});
	});

	it('keeps what nobody answered for, and drops what a listing of all groups did not name', () => {
		const ledger = ledgerOf({n1: [stream('GONE'), stream('SILENT'), stream('KEPT')]});
		report(ledger, 'n2', [stream('KEPT')], 200);
		ledger.listed(200, new Set([groupKey(stream('SILENT'))]));
		expect(ledger.allTotals()).toEqual({streams: 2, consumers: 0});
		expect([...ledger.answered()]).toEqual([ledgerGroup(stream('KEPT'), 'n2')]);

		report(ledger, 'n1', [stream('SILENT')], 300);
		expect([...ledger.answered()]).toHaveLength(2);
	});
});
