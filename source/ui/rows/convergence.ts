import {electedTo} from '../../domain/baseline.ts';
import type {ChartLine} from '../components/line-chart.tsx';
import type {Scene} from './scene.ts';
import type {ServerRow} from './server-rows.ts';
import type {Tone} from '../theme.ts';

/** How the leaders of the servers came nearer to the fair share, or went from it. */
export type Convergence = {
	readonly lines: readonly ChartLine[];
	/** Servers that there are no lines for. */
	readonly undrawn: number;
	readonly spanMs: number;
	readonly least: number;
	readonly most: number;
};

/** As much of the last five minutes as has been seen, for at most so many servers. */
export function convergenceOf(
	scene: Scene,
	selected: string | undefined,
	mostLines: number,
): Convergence {
	const {shown, shownAt, distribution} = scene;
	const oldest = shown.sampledAt.find(at => at > shownAt - longestMs) ?? shownAt;
	const spanMs = spansMs.find(span => span >= shownAt - oldest) ?? longestMs;
	const histories = scene.servers
		.map(row => historyOf(row, scene, spanMs))
		.filter(({values, row}) => row.share.ratio !== undefined || values.some(value => value > 0))
		.sort((a, b) => (a.row.id < b.row.id ? -1 : 1));
	const drawn = histories.length > mostLines ? outermost(histories, selected) : histories;
	const values = drawn.flatMap(history => history.values);
	// A leader more or less than the fair share is no skew to be seen from afar.
	const least = Math.min(distribution.average * 0.75, distribution.average - 2, ...values);
	return {
		lines: drawn.map(({row, valueAt, values}, index) => ({
			name: row.id,
			tone: tones[index % tones.length] ?? 'text',
			values(count) {
				const stepMs = spanMs / Math.max(1, count);
				// In step with the clock, so that a line does not tremble while it moves to the left.
				const end = Math.ceil(shownAt / stepMs) * stepMs;
				return Array.from({length: count}, (_, column) =>
					column === count - 1 ? values.at(-1) : valueAt(end - (count - 1 - column) * stepMs),
				);
			},
		})),
		undrawn: histories.length - drawn.length,
		spanMs,
		least: Math.max(0, least),
		most: Math.max(distribution.average * 1.25, distribution.average + 2, ...values),
	};
}

const longestMs = 300_000;
const spansMs = [30_000, 60_000, 120_000, longestMs];

/** Six that are told apart; more lines are none any more. */
export const tones = [
	'line-1',
	'line-2',
	'line-3',
	'line-4',
	'line-5',
	'line-6',
] as const satisfies readonly Tone[];

type History = {
	readonly row: ServerRow;
	/** Leaders within the span, the newest last. */
	readonly values: readonly number[];
	readonly valueAt: (time: number) => number | undefined;
};

function historyOf(row: ServerRow, {shown, shownAt}: Scene, spanMs: number): History {
	const {share} = row;
	const trend = shown.trend(share.server.name);
	const times = shown.sampledAt.slice(Math.max(0, shown.sampledAt.length - trend.length));
	// One-replica groups that count are a fixed load.
	const fixed = share.leaders - electedTo(share);
	const samples = trend
		.slice(Math.max(0, trend.length - times.length))
		.map((leaders, index) => ({at: times[index] ?? 0, leaders: leaders + fixed}));
	const valueAt = (time: number) => samples.findLast(({at}) => at <= time)?.leaders;
	const first = valueAt(shownAt - spanMs);
	return {
		row,
		values: [
			...(first === undefined ? [] : [first]),
			...samples.filter(({at}) => at > shownAt - spanMs).map(({leaders}) => leaders),
			share.leaders,
		],
		valueAt,
	};
}

/** Of many servers the one that led most, the one that led least, and the selected one. */
function outermost(histories: readonly History[], selected: string | undefined): History[] {
	const by = (measure: (history: History) => number) =>
		histories.reduce((best, history) => (measure(history) > measure(best) ? history : best));
	const fullest = by(({values}) => Math.max(...values));
	const emptiest = by(({values}) => -Math.min(...values));
	return [...new Set([fullest, emptiest, ...histories.filter(({row}) => row.id === selected)])];
}
