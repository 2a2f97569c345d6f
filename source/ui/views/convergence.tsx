import {electedTo} from '../../domain/baseline.ts';
import {chartLines, type ChartLine} from '../components/line-chart.ts';
import {Lines} from '../components/look.tsx';
import {insideOf, Panel} from '../components/panel.tsx';
import type {Scene} from '../rows/scene.ts';
import type {ServerRow} from '../rows/server-rows.ts';
import type {ScreenState} from '../screen-state.ts';
import {toned, type Line} from '../text/line.ts';
import type {Tone} from '../theme.ts';

type ConvergenceProps = {readonly state: ScreenState; readonly scene: Scene};

/** Leaders of each server over the last minutes as lines against the fair share. */
export function Convergence({state, scene}: ConvergenceProps) {
	const {layout, distribution, shown, glyphs} = scene;
	const size = {width: layout.sideColumns + 2, height: layout.convergence, bordered: true};
	const inside = insideOf(size);
	const {average} = distribution;
	const spanMs = spanOf(scene);
	const histories = historiesOf(scene, spanMs);
	const room = Math.min(tones.length, inside.height);
	const drawn =
		histories.length > room ? outermost(histories, state.selected.servers.id) : histories;
	const values = drawn.flatMap(history => history.values);
	const undrawn = histories.length - drawn.length;
	const chart = {
		lines: drawn.map((history, index) => chartLine(history, tones[index], spanMs, scene.shownAt)),
		level: average,
		// A leader more or less than the fair share is no skew to be seen from afar.
		least: Math.max(0, Math.min(average * 0.75, average - 2, ...values)),
		most: Math.max(average * 1.25, average + 2, ...values),
		...inside,
	};
	const isEmpty = drawn.length === 0 || shown.sampledAt.length === 0;
	const emptyLines: readonly Line[] = [[toned('nothing seen yet', 'muted')]];
	const span = spanMs < 60_000 ? `${spanMs / 1000} s` : `${spanMs / 60_000} min`;
	return (
		<Panel
			{...size}
			title={['convergence', toned(` ${glyphs.dot} ${span}`, 'muted')]}
			footer={[
				toned('dashed: fair share ', 'muted'),
				average.toFixed(Number.isInteger(average) ? 0 : 1),
				toned(undrawn > 0 ? ` ${glyphs.dot} ${undrawn} not drawn` : '', 'muted'),
			]}
		>
			<Lines {...inside} lines={isEmpty ? emptyLines : chartLines(chart, glyphs)} />
		</Panel>
	);
}

/** Six distinct colours; more lines could not be distinguished. */
const tones: readonly Tone[] = ['line-1', 'line-2', 'line-3', 'line-4', 'line-5', 'line-6'];

const spansMs = [30_000, 60_000, 120_000];
const longestMs = 300_000;

/** As much of the last five minutes as has been seen. */
function spanOf({shown, shownAt}: Scene): number {
	const oldest = shown.sampledAt.find(at => at > shownAt - longestMs) ?? shownAt;
	return spansMs.find(span => span >= shownAt - oldest) ?? longestMs;
}

type History = {
	readonly row: ServerRow;
	/** Leaders within the span, the newest last. */
	readonly values: readonly number[];
	readonly valueAt: (time: number) => number | undefined;
};

/** Of the servers that take part, or did, by name. */
function historiesOf(scene: Scene, spanMs: number): readonly History[] {
	return scene.servers
		.map(row => historyOf(row, scene, spanMs))
		.filter(({values, row}) => row.share.ratio !== undefined || values.some(value => value > 0))
		.sort((a, b) => (a.row.id < b.row.id ? -1 : 1));
}

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
function outermost(
	histories: readonly History[],
	selected: string | undefined,
): readonly History[] {
	const by = (measure: (history: History) => number) =>
		histories.reduce((best, history) => (measure(history) > measure(best) ? history : best));
	const fullest = by(({values}) => Math.max(...values));
	const emptiest = by(({values}) => -Math.min(...values));
	return [...new Set([fullest, emptiest, ...histories.filter(({row}) => row.id === selected)])];
}

/** At rest the chart is no reason for another frame. */
const leastShiftMs = 4000;

function chartLine(
	{row, values, valueAt}: History,
	tone: Tone = 'text',
	spanMs: number,
	now: number,
): ChartLine {
	return {
		name: row.id,
		tone,
		values(count) {
			const stepMs = spanMs / Math.max(1, count);
			// Moves to the left by whole columns of dots, so that a line does not tremble.
			const shiftMs = Math.ceil(leastShiftMs / stepMs) * stepMs;
			const end = Math.ceil(now / shiftMs) * shiftMs;
			return Array.from({length: count}, (_, column) =>
				column === count - 1 ? values.at(-1) : valueAt(end - (count - 1 - column) * stepMs),
			);
		},
	};
}
