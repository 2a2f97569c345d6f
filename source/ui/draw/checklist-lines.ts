import {formatCount} from '../../domain/format-count.ts';
import {formatDuration} from '../../domain/format-duration.ts';
import {
	statusOf,
	stepsOf,
	type Checklist,
	type ChecklistStep,
	type StepStatus,
} from '../../domain/upgrade/checklist.ts';
import {stateLastsMs} from '../../domain/server.ts';
import type {Glyphs} from '../glyphs.ts';
import type {Scene} from '../scene/scene.ts';
import type {UpgradeRow} from '../scene/upgrade-row.ts';
import {span, type Line} from '../text/line.ts';
import type {Tone} from '../theme.ts';
import {clockTime} from './clock-time.ts';
import {catchUpWords} from './upgrade-columns.ts';

/** The checklist of a server, a line a step: what is done and when, what is waited for and what can be done about it. */
export function drawChecklist(upgrade: UpgradeRow, list: Checklist, scene: Scene): readonly Line[] {
	return stepsOf(list).map(step => {
		const status = statusOf(step, list);
		const at = list.doneAt[step];
		const time = at === undefined ? (status === 'skipped' ? 'skipped' : '') : clockTime(at);
		return [
			span(`  ${signs(scene.glyphs)[status]} `, tones[status]),
			span(titles[step].padEnd(titleWidth), status === 'later' ? 'muted' : 'text'),
			span(time.padEnd(timeWidth), 'muted'),
			...(status === 'next' ? (silence(upgrade, scene) ?? waitsFor[step](upgrade, scene)) : []),
		];
	});
}

const titles: Readonly<Record<ChecklistStep, string>> = {
	drained: 'drained',
	'ok-to-stop': 'ok to stop',
	stopped: 'stopped',
	back: 'back',
	jetstream: 'JetStream up',
	'caught-up': 'caught up',
	undrained: 'undrained',
	'leaders-back': 'leaders back',
};
const titleWidth = 14;
const timeWidth = 10;

const tones: Readonly<Record<StepStatus, Tone>> = {
	done: 'good',
	skipped: 'muted',
	next: 'strong',
	later: 'muted',
};

function signs({done, cursor}: Glyphs): Readonly<Record<StepStatus, string>> {
	return {done, skipped: '-', next: cursor, later: ' '};
}

/** Of a server that does not answer nothing is known, whatever is waited for. */
function silence({row}: UpgradeRow, {shownAt}: Scene): Line | undefined {
	const {state, stateSince} = row.share.server;
	const ago = formatDuration(shownAt - stateSince);
	return state === 'silent'
		? [span(`has not answered for ${ago}: stopped, or out of reach`, 'warning')]
		: undefined;
}

/** What is seen of a step that is waited for, and the key for it where there is one. */
const waitsFor: Readonly<Record<ChecklistStep, (upgrade: UpgradeRow, scene: Scene) => Line>> = {
	drained({row}, scene) {
		const count = row.share.streamLeaders + row.share.consumerLeaders;
		const groups = `${formatCount(count)} ${count === 1 ? 'group' : 'groups'}`;
		return row.share.server.state === 'lame-duck'
			? [span(`its leaders leave by themselves: ${groups} left`)]
			: [span(`it leads ${groups}`, 'warning'), ...key('D', 'drains it', scene)];
	},
	'ok-to-stop': ({row}) =>
		row.stop === undefined
			? [span('not known yet', 'muted')]
			: [span(row.stop.type === 'wait' ? row.stop.reasons.join('; ') : row.stop.type, 'warning')],
	stopped({row}) {
		const {r1} = row.share;
		const pinned = r1 === 0 ? '' : `; ${r1} with one replica go down with it`;
		return [span('stop it, upgrade it, start it', 'strong'), span(pinned, 'warning')];
	},
	back({row}, {shownAt}) {
		const lastsMs = stateLastsMs(row.share.server, shownAt);
		return [span(lastsMs === undefined ? 'down' : `down for ${formatDuration(lastsMs)}`)];
	},
	jetstream: ({row}, {shownAt}) => [
		span(`recovering for ${formatDuration(shownAt - row.share.server.stateSince)}`),
	],
	'caught-up': upgrade => [
		span(
			upgrade.behind === undefined ? 'its replicas have not been seen yet' : catchUpWords(upgrade),
		),
	],
	undrained: (_, scene) => [
		span('no plan gives it leaders', 'warning'),
		...key('D', 'lifts that', scene),
	],
	'leaders-back'({row}, scene) {
		const {leaders} = row.share;
		const fair = formatCount(scene.distribution.average);
		return [span(`it leads ${leaders}, a fair share is ${fair}`), ...key('B', 'balances', scene)];
	},
};

function key(name: string, words: string, {acting}: Scene): Line {
	return acting.type === 'locked' ? [] : [span('  '), span(name, 'key'), span(` ${words}`)];
}
