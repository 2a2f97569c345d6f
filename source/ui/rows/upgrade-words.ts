import {formatCount} from '../../domain/format.ts';
import {formatDuration} from '../../domain/time.ts';
import type {ChecklistStep} from '../../domain/upgrade/checklist.ts';
import {stateLastsMs} from '../../domain/server.ts';
import type {Scene} from './scene.ts';
import type {UpgradeRow} from './upgrade-rows.ts';
import {counted} from '../../domain/words.ts';
import {toned, type Line} from '../text/line.ts';

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
export function waitingWords(upgrade: UpgradeRow, step: ChecklistStep, scene: Scene): Line {
	const {behind, row} = upgrade;
	const {server, streamLeaders, consumerLeaders, leaders, r1} = row.share;
	const since = formatDuration(scene.shownAt - server.stateSince);
	if (server.state === 'silent') {
		return [toned(`not responding for ${since}: stopped, or out of reach`, 'warning')];
	}

	switch (step) {
		case 'drained': {
			const groups = groupsOf(streamLeaders + consumerLeaders);
			return server.state === 'lame-duck'
				? [`its leaders leave by themselves: ${groups} left`]
				: [toned(`it leads ${groups}`, 'warning'), ...key('D', 'drains it', scene)];
		}

		case 'ok-to-stop': {
			const {stop} = row;
			return stop === undefined
				? [toned('not known yet', 'muted')]
				: [toned(stop.type === 'wait' ? stop.reasons.join('; ') : stop.type, 'warning')];
		}

		case 'stopped': {
			const pinned = r1 === 0 ? '' : `; ${r1} with one replica go down with it`;
			return [toned('stop it, upgrade it, start it', 'strong'), toned(pinned, 'warning')];
		}

		case 'back': {
			const lastsMs = stateLastsMs(server, scene.shownAt);
			return [lastsMs === undefined ? 'down' : `down for ${formatDuration(lastsMs)}`];
		}

		case 'jetstream':
			return [`recovering for ${since}`];
		case 'caught-up':
			return [behind === undefined ? 'its replicas have not been seen yet' : catchUpWords(upgrade)];
		case 'undrained':
			return [toned('no plan gives it leaders', 'warning'), ...key('D', 'lifts that', scene)];
		case 'leaders-back': {
			const fair = formatCount(scene.distribution.average);
			return [`it leads ${leaders}, a fair share is ${fair}`, ...key('B', 'balances', scene)];
		}
	}
}

function groupsOf(count: number): string {
	return counted(count, 'group', undefined, formatCount);
}

function key(name: string, what: string, {acting}: Scene): Line {
	return acting.type === 'locked' ? [] : ['  ', toned(name, 'key'), ` ${what}`];
}
