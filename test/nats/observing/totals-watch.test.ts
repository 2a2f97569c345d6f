import {describe, expect, it} from 'vitest';
import {TotalsWatch} from '../../../source/nats/observing/totals-watch.ts';

const restMs = 300;

/** Totals of a server that is known to lead one stream, asked for each second; what is known changed at `changedAt`. */
function rounds() {
	const watch = new TotalsWatch(restMs);
	let askedAt = 0;
	return (streams: number, changedAt = 0) => {
		askedAt += 1000;
		const known = {streams: 1, consumers: 0};
		return watch.disagrees({streams, consumers: 0}, known, {askedAt, changedAt});
	};
}

describe('totals', () => {
	it('agree with what was handed out', () => {
		expect(rounds()(1)).toBe(false);
	});

	it('show that something was missed, once for each difference', () => {
		const disagrees = rounds();
		expect([2, 2, 3, 1, 2].map(streams => disagrees(streams))).toEqual([
			true,
			false,
			true,
			false,
			true,
		]);
	});

	it('are not compared with what has just changed, but not for ever', () => {
		const disagrees = rounds();
		const verdicts = Array.from({length: 10}, (_, round) => disagrees(2, (round + 1) * 1000));
		expect(verdicts[0]).toBe(false);
		expect(verdicts.filter(Boolean)).toHaveLength(1);
	});

	it('are compared once it rests', () => {
		const disagrees = rounds();
		expect(disagrees(2, 1000 - restMs + 1)).toBe(false);
		expect(disagrees(2, 1000)).toBe(true);
	});
});
