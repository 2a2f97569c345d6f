import {startFleet} from '../../test/fleet/start-fleet.ts';
import {median} from '../quantile.ts';
import type {Row} from '../row.ts';
import {runProgram} from '../run-program.ts';
import type {SoakOrder, SoakSample, WireSoakOrder} from '../soak.ts';
import {giveWay} from '../stage/give-way.ts';
import type {Place, Suite} from '../suite.ts';

export const memory: Suite = {
	title: 'Memory under a flood of events (3,000 groups)',
	parts: [
		{stage: 'none', run: soakScreen},
		{stage: 'none', run: soakWire},
	],
};

/** How long a soak goes on, in milliseconds: only what comes after the warm-up is told. */
type Length = {readonly warmUpMs: number; readonly forMs: number};

const screenLength: Length = {warmUpMs: 20_000, forMs: 80_000};

/** Deletions are remembered for a minute; the maps that hold them reach their size within a minute more. */
const wireLength: Length = {warmUpMs: 120_000, forMs: 300_000};

/** Samples come once a second; the median of this many is what the process takes at that time. */
const window = 8;

async function soakScreen(place: Place): Promise<Row[]> {
	const {warmUpMs, forMs} = screenLength;
	place.log(`store and screen, for ${forMs / 1000} s`);
	const order: Omit<SoakOrder, 'resultFile'> = {forMs};
	const warm = await soak(place, 'soak', order, warmUpMs);
	return rows('store and screen, 140x45', warm, ({frames}) => `${frames} frames`);
}

/** New names for ten times as many groups as there are at any time. */
const streamsPerSecond = 200;

async function soakWire(place: Place): Promise<Row[]> {
	const {warmUpMs, forMs} = wireLength;
	place.log(`over the wire, for ${forMs / 1000} s`);
	const fleet = await startFleet({servers: 3, groups: 3000, accounts: 5, growthEveryMs: 1000});
	await giveWay(fleet.pids);
	try {
		const {port, systemUrl: url, actAs} = fleet;
		const order: Omit<WireSoakOrder, 'resultFile'> = {forMs, port, url, actAs, streamsPerSecond};
		const warm = await soak(place, 'soak-wire', order, warmUpMs);
		const note = `${streamsPerSecond} streams deleted and as many created each second, with their consumers`;
		return rows('over the wire', warm, () => note);
	} finally {
		await fleet.stop();
	}
}

/** The samples that came after the warm-up. */
async function soak(
	place: Place,
	program: string,
	order: {readonly forMs: number},
	warmUpMs: number,
): Promise<SoakSample[]> {
	const samples = (await runProgram(program, place, {
		order,
		nodeFlags: ['--expose-gc'],
		timeoutMs: order.forMs + 60_000,
	})) as SoakSample[];
	return samples.filter(({atMs}) => atMs >= warmUpMs);
}

type Gain = {readonly frames: number};

/** What it took at the end, against after the warm-up. */
function rows(what: string, warm: readonly SoakSample[], words: (gain: Gain) => string): Row[] {
	const first = warm.slice(0, window);
	const last = warm.slice(-window);

	const [start, end] = [warm[0], warm.at(-1)];
	if (!start || !end) {
		throw new Error('the soak gave no samples');
	}

	const events = end.events - start.events;
	const perSecond = (events * 1000) / (end.atMs - start.atMs);
	const counted = `${events.toLocaleString('en')} events, ${Math.round(perSecond).toLocaleString('en')} a second`;
	const note = `${counted}, ${words({frames: end.frames - start.frames})}`;
	const row = (name: string, figure: (sample: SoakSample) => number): Row => ({
		name: `${name}: ${what}`,
		value: median(last.map(figure)) / 2 ** 20,
		unit: 'MiB',
		against: {name: 'after the warm-up', value: median(first.map(figure)) / 2 ** 20},
		budget: 'no growth',
		note,
	});
	return [
		row('resident memory at the end', ({rss}) => rss),
		row('heap in use at the end', ({heapUsed}) => heapUsed),
	];
}
