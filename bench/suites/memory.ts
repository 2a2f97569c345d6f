import {median} from '../quantile.ts';
import type {Row} from '../row.ts';
import {runProgram} from '../run-program.ts';
import type {SoakOrder, SoakSample} from '../soak.ts';
import type {Place, Suite} from '../suite.ts';

export const memory: Suite = {
	title: 'Memory of store and screen under a flood of events (3,000 groups, 140x45)',
	parts: [{stage: 'none', run: measure}],
};

const warmUpMs = 20_000;
const soakMs = 60_000;
/** Samples come once a second; the median of this many is what the process takes at that time. */
const window = 8;

async function measure(place: Place): Promise<Row[]> {
	const forMs = warmUpMs + soakMs;
	place.log(`for ${forMs / 1000} s`);
	const samples = (await runProgram('soak', place, {
		order: {forMs} satisfies Omit<SoakOrder, 'resultFile'>,
		nodeFlags: ['--expose-gc'],
		timeoutMs: forMs + 60_000,
	})) as SoakSample[];
	const warm = samples.filter(({atMs}) => atMs >= warmUpMs);
	const first = warm.slice(0, window);
	const last = warm.slice(-window);

	const [start, end] = [warm[0], warm.at(-1)];
	if (!start || !end) {
		throw new Error('the soak gave no samples');
	}

	const events = end.events - start.events;
	const perSecond = (events * 1000) / (end.atMs - start.atMs);
	const note = `${events.toLocaleString('en')} events, ${Math.round(perSecond).toLocaleString('en')} a second, ${end.frames - start.frames} frames`;
	const row = (name: string, what: (sample: SoakSample) => number): Row => ({
		name,
		value: median(last.map(what)) / 2 ** 20,
		unit: 'MiB',
		against: {name: 'after the warm-up', value: median(first.map(what)) / 2 ** 20},
		budget: 'no growth',
		note,
	});
	return [
		row('resident memory at the end', ({rss}) => rss),
		row('heap in use at the end', ({heapUsed}) => heapUsed),
	];
}
