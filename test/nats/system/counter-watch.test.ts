import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import type {GroupIdentity} from '../../../source/domain/raft-group.ts';
import type {GroupTotals, JetStreamSummary} from '../../../source/nats/decode/jetstream-summary.ts';
import {CounterWatch} from '../../../source/nats/system/counter-watch.ts';
import {LeaderLedger} from '../../../source/nats/system/leader-ledger.ts';

const none = {streams: 0, consumers: 0};

const summary = (
	version: string,
	{led = none, hosted = none}: {led?: GroupTotals; hosted?: GroupTotals},
): JetStreamSummary => ({
	server: {
		name: 'n1',
		id: 'N1',
		cluster: 'east',
		domain: undefined,
		version,
		tags: [],
		jetStream: true,
	},
	disabled: false,
	hosted,
	led,
	accounts: 1,
	meta: undefined,
});

const hosting = (streams: number) =>
	summary('2.10.27', {hosted: {streams, consumers: 0}, led: none});

const stream = (name: string): GroupIdentity => ({
	kind: 'stream',
	domain: undefined,
	accountId: 'A',
	stream: name,
	consumer: undefined,
});

describe('counters', () => {
	let ledger: LeaderLedger;
	let watch: CounterWatch;

	beforeEach(() => {
		vi.useFakeTimers({now: 1_000_000});
		ledger = new LeaderLedger();
		watch = new CounterWatch(ledger);
	});

	afterEach(() => {
		vi.useRealTimers();
	});

	const elect = (name: string, leader: string) => {
		ledger.elected(stream(name), leader, Date.now());
	};

	const disagrees = (streams: number) =>
		watch.disagrees(summary('2.12.4', {led: {streams, consumers: 0}}), Date.now());

	it('agree with what was handed out', () => {
		elect('S', 'n1');
		vi.advanceTimersByTime(1000);
		expect(disagrees(1)).toBe(false);
	});

	it('agree when the server leads nothing and leaves them out', () => {
		elect('S', 'n2');
		vi.advanceTimersByTime(1000);
		expect(disagrees(0)).toBe(false);
	});

	it('tell of something that was missed, once for each difference', () => {
		elect('S', 'n1');
		vi.advanceTimersByTime(1000);
		expect(disagrees(2)).toBe(true);
		expect(disagrees(2)).toBe(false);
		expect(disagrees(3)).toBe(true);
		expect(disagrees(1)).toBe(false);
		expect(disagrees(2)).toBe(true);
	});

	it('are not held against elections that are under way, but not for ever', () => {
		const verdicts = [];
		for (let round = 0; round < 7; round++) {
			elect(`S${round}`, 'n1');
			verdicts.push(disagrees(100));
			vi.advanceTimersByTime(100);
		}

		expect(verdicts).toEqual([false, false, false, false, false, true, false]);
	});

	it('are not held against elections of other servers: who stepped down counts one less before anybody is elected', () => {
		elect('S', 'n1');
		vi.advanceTimersByTime(1000);
		elect('T', 'n2');
		expect(disagrees(0)).toBe(false);
		vi.advanceTimersByTime(1000);
		expect(disagrees(0)).toBe(true);
	});

	it('of servers that do not count leaders tell what changed since the last look', () => {
		expect(watch.disagrees(hosting(5), Date.now())).toBe(false);
		watch.looked(hosting(5));
		expect(watch.disagrees(hosting(5), Date.now())).toBe(false);
		expect(watch.disagrees(hosting(6), Date.now())).toBe(true);
		watch.looked(hosting(6));
		expect(watch.disagrees(hosting(6), Date.now())).toBe(false);
	});
});
