import {LineChart} from '../components/line-chart.tsx';
import {Panel, insideOf} from '../components/panel.tsx';
import {Span} from '../components/span.tsx';
import {convergenceOf, tones} from '../rows/convergence.ts';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';

type ConvergenceProps = {readonly state: ScreenState; readonly scene: Scene};

/** Leaders of each server over the last minutes as lines against the fair share. */
export function Convergence({state, scene}: ConvergenceProps) {
	const {layout, distribution, shown} = scene;
	const size = {width: layout.sideColumns + 2, height: layout.convergence, bordered: true};
	const inside = insideOf(size);
	const mostLines = Math.min(tones.length, inside.height);
	const {lines, undrawn, spanMs, least, most} = convergenceOf(
		scene,
		state.selected.servers.id,
		mostLines,
	);
	const {average} = distribution;
	return (
		<Panel
			title={[
				{text: 'convergence', tone: 'heading'},
				{text: ` ${scene.glyphs.dot} ${spanWords(spanMs)}`, tone: 'muted'},
			]}
			footer={[
				{text: 'dashed: fair share ', tone: 'muted'},
				{text: average.toFixed(Number.isInteger(average) ? 0 : 1), tone: 'text'},
				...(undrawn > 0
					? [{text: ` ${scene.glyphs.dot} ${undrawn} not drawn`, tone: 'muted'} as const]
					: []),
			]}
			{...size}
		>
			{lines.length === 0 || shown.sampledAt.length === 0 ? (
				<Span tone="muted">nothing seen yet</Span>
			) : (
				<LineChart lines={lines} level={average} least={least} most={most} {...inside} />
			)}
		</Panel>
	);
}

function spanWords(spanMs: number): string {
	return spanMs < 60_000 ? `${spanMs / 1000} s` : `${spanMs / 60_000} min`;
}
