import {formatCount} from '../../domain/format.ts';
import {formatDuration} from '../../domain/time.ts';
import type {ChecklistStep} from '../../domain/upgrade/checklist.ts';
import {stateLastsMs} from '../../domain/server.ts';
import type {Scene} from './scene.ts';
import type {UpgradeRow} from './upgrade-rows.ts';
import type {Tone, Toned} from '../theme.ts';

export const stepTitles: Readonly<Record<ChecklistStep, string>> = {
	drained: 'drained',
	'ok-to-stop': 'ok to stop',
	stopped: 'stopped',
	back: 'back',
	jetstream: 'JetStream up',
	'caught-up': 'caught up',
	undrained: 'undrained',
	'leaders-back': 'leaders back',
};

/** The step that comes next, in one word or two. */
export const nextStep: Readonly<Record<ChecklistStep, string>> = {
	drained: 'drain',
	'ok-to-stop': 'ok to stop',
	stopped: 'stop it',
	back: 'back',
	jetstream: 'JetStream',
	'caught-up': 'caught up',
	undrained: 'undrain',
	'leaders-back': 'leaders',
};

/** `12 groups behind, ~8s left, 3.4k entries`. */
export function catchUpWords({behind = 0, lag, leftMs}: UpgradeRow): string {
	const entries = lag && lag.entries > 0 ? `, ${formatCount(lag.entries)} entries` : '';
	const left = leftMs === undefined ? '' : `, ~${formatDuration(Math.max(leftMs, 1000))} left`;
	return `${groupsOf(behind)} behind${left}${entries}`;
}

/** What is seen of the step that comes next, and the key for it where there is one. */
export function waitingWords(
	upgrade: UpgradeRow,
	step: ChecklistStep,
	scene: Scene,
): readonly Toned[] {
	const {state, stateSince} = upgrade.row.share.server;
	if (state === 'silent') {
		const lasts = formatDuration(scene.shownAt - stateSince);
		return words(`not responding for ${lasts}: stopped, or out of reach`, 'warning');
	}

	return waitsFor[step](upgrade, scene);
}

type Waiting = (upgrade: UpgradeRow, scene: Scene) => readonly Toned[];

const waitsFor: Readonly<Record<ChecklistStep, Waiting>> = {
	drained({row}, scene) {
		const groups = groupsOf(row.share.streamLeaders + row.share.consumerLeaders);
		return row.share.server.state === 'lame-duck'
			? words(`its leaders leave by themselves: ${groups} left`)
			: [...words(`it leads ${groups}`, 'warning'), ...key('D', 'drains it', scene)];
	},
	'ok-to-stop'({row: {stop}}) {
		return stop === undefined
			? words('not known yet', 'muted')
			: words(stop.type === 'wait' ? stop.reasons.join('; ') : stop.type, 'warning');
	},
	stopped({row}) {
		const {r1} = row.share;
		const pinned = r1 === 0 ? '' : `; ${r1} with one replica go down with it`;
		return [...words('stop it, upgrade it, start it', 'strong'), ...words(pinned, 'warning')];
	},
	back({row}, {shownAt}) {
		const lastsMs = stateLastsMs(row.share.server, shownAt);
		return words(lastsMs === undefined ? 'down' : `down for ${formatDuration(lastsMs)}`);
	},
	jetstream({row}, {shownAt}) {
		return words(`recovering for ${formatDuration(shownAt - row.share.server.stateSince)}`);
	},
	'caught-up'(upgrade) {
		return words(
			upgrade.behind === undefined ? 'its replicas have not been seen yet' : catchUpWords(upgrade),
		);
	},
	undrained(_, scene) {
		return [...words('no plan gives it leaders', 'warning'), ...key('D', 'lifts that', scene)];
	},
	'leaders-back'({row}, scene) {
		const fair = formatCount(scene.distribution.average);
		return [
			...words(`it leads ${row.share.leaders}, a fair share is ${fair}`),
			...key('B', 'balances', scene),
		];
	},
};

function groupsOf(count: number): string {
	return `${formatCount(count)} ${count === 1 ? 'group' : 'groups'}`;
}

function words(text: string, tone: Tone = 'text'): readonly Toned[] {
	return [{text, tone}];
}

function key(name: string, what: string, {acting}: Scene): readonly Toned[] {
	return acting.type === 'locked'
		? []
		: [...words('  '), ...words(name, 'key'), ...words(` ${what}`)];
}
