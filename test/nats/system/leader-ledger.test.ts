import {describe, expect, it} from 'vitest';
import {groupKey, type GroupIdentity} from '../../../source/domain/raft-group.ts';
import {LeaderLedger} from '../../../source/nats/system/leader-ledger.ts';

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

const entry = (group: GroupIdentity) => ({key: groupKey(group), kind: group.kind});

describe('the ledger of leaders', () => {
	it('counts what a server reports and moves it with elections', () => {
		const ledger = new LeaderLedger();
		ledger.reported('n1', [stream('S'), consumer('c', 'S')].map(entry), 100);
		expect(ledger.totals('n1')).toEqual({streams: 1, consumers: 1});

		expect(ledger.elected(stream('S'), 'n2', 200)).toBe(true);
		expect(ledger.totals('n1')).toEqual({streams: 0, consumers: 1});
		expect(ledger.totals('n2')).toEqual({streams: 1, consumers: 0});
		expect(ledger.leaderOf(stream('S'))).toBe('n2');
	});

	it('takes a deleted stream out with its consumers, however many other groups there are', () => {
		const ledger = new LeaderLedger();
		const names = Array.from({length: 30_000}, (_, index) => `S${index}`);
		const groups = names.flatMap(name => [stream(name), consumer('c', name), consumer('d', name)]);
		ledger.reported('n1', groups.map(entry), 100);
		const startedAt = performance.now();
		for (const name of names) {
			ledger.deleted(stream(name));
		}

		// To look through all groups for each of them took minutes.
		expect(performance.now() - startedAt).toBeLessThan(5000);
		expect(ledger.totals('n1')).toEqual({streams: 0, consumers: 0});
	});

	it('keeps nothing of groups that are gone', () => {
		const ledger = new LeaderLedger();
		ledger.elected(stream('KEPT'), 'n1', 100);
		const {size} = ledger;
		for (let number = 0; number < 1000; number++) {
			const gone = stream(`S${number}`);
			ledger.elected(gone, `n${1 + (number % 3)}`, 100);
			ledger.elected(consumer('c', gone.stream), 'n1', 100);
			if (number % 2 === 0) {
				ledger.deleted(gone);
			}
		}

		for (const server of ['n1', 'n2', 'n3']) {
			ledger.completed(server, 200);
		}

		ledger.elected(stream('KEPT'), 'n1', 300);
		ledger.forget('n2');
		ledger.forget('n3');
		expect(ledger.size).toBe(size);
	});

	it('says that it did not know a group', () => {
		expect(new LeaderLedger().elected(stream('S'), 'n1', 100)).toBe(false);
	});

	it('holds an election against a report that was asked for before it', () => {
		const ledger = new LeaderLedger();
		ledger.elected(stream('S'), 'n2', 200);
		ledger.reported('n1', [entry(stream('S'))], 150);
		expect(ledger.leaderOf(stream('S'))).toBe('n2');

		ledger.reported('n1', [entry(stream('S'))], 250);
		expect(ledger.leaderOf(stream('S'))).toBe('n1');
	});

	it('drops what a complete inventory did not name, but nothing that came since', () => {
		const ledger = new LeaderLedger();
		ledger.reported('n1', [stream('OLD'), stream('KEPT')].map(entry), 100);
		ledger.reported('n1', [entry(stream('KEPT'))], 200);
		ledger.elected(stream('NEW'), 'n1', 210);
		ledger.completed('n1', 200);

		expect(ledger.totals('n1')).toEqual({streams: 2, consumers: 0});
		expect(ledger.leaderOf(stream('OLD'))).toBeUndefined();
	});

	it('takes a lost lead off the server that says so, and off no other', () => {
		const ledger = new LeaderLedger();
		ledger.reported('n1', [entry(stream('S'))], 100);
		ledger.abandoned('n2', [entry(stream('S'))], 200);
		expect(ledger.leaderOf(stream('S'))).toBe('n1');
		ledger.abandoned('n1', [entry(stream('S'))], 200);
		expect(ledger.totals('n1')).toEqual({streams: 0, consumers: 0});
	});

	it('drops the consumers of a deleted stream with it, and not those of others', () => {
		const ledger = new LeaderLedger();
		ledger.reported(
			'n1',
			[stream('S'), consumer('c', 'S'), stream('S2'), consumer('c', 'S2')].map(entry),
			100,
		);
		ledger.deleted(stream('S'));
		expect(ledger.totals('n1')).toEqual({streams: 1, consumers: 1});
		ledger.deleted(consumer('c', 'S2'));
		expect(ledger.totals('n1')).toEqual({streams: 1, consumers: 0});
	});
});
