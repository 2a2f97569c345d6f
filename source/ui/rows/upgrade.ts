import type {Distribution} from '../../domain/distribution.ts';
import {formatCount} from '../../domain/format.ts';
import {catchUpLeftMs, type LagSample, type ServerRestart} from '../../domain/server-restart.ts';
import {stateLastsMs} from '../../domain/server.ts';
import {formatDuration} from '../../domain/time.ts';
import {
	checklistSteps,
	isUnderWay,
	type Checklist,
	type ChecklistStep,
} from '../../domain/upgrade/checklist.ts';
import {nextServer, type NextServer} from '../../domain/upgrade/next-server.ts';
import {counted} from '../../domain/words.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import type {Layout} from '../layout.ts';
import type {ServerRow} from './server-rows.ts';
import {toned, type Line} from '../text/line.ts';
import type {World} from '../world.ts';

/** A server as a row of the upgrade shows it. */
export type UpgradeRow = {
	readonly row: ServerRow;
	/** Undefined where it was never away during this watch. */
	readonly restart: ServerRestart | undefined;
	/** Groups in which its replica is behind; undefined while that is not known. */
	readonly behind: number | undefined;
	/** What its replicas lack; undefined where they lack nothing. */
	readonly lag: LagSample | undefined;
	/** Until it has caught up, in ms; undefined where that is not known. */
	readonly leftMs: number | undefined;
	readonly checklist: Checklist | undefined;
};

/** The upgrade of a cluster: its servers in the order of the table, and whose turn it is. */
export type Upgrade = {readonly rows: readonly UpgradeRow[]; readonly next: NextServer};

export function upgradeOf(
	view: ClusterView,
	servers: readonly ServerRow[],
	checklists: World['checklists'],
	now: number,
): Upgrade {
	const rows = servers.map((row): UpgradeRow => {
		const samples = view.lagsOf(row.id);
		return {
			row,
			restart: view.restartOf(row.id),
			behind: view.behind(row.id),
			lag: samples.at(-1),
			leftMs: catchUpLeftMs(samples, now),
			checklist: checklists.get(row.id),
		};
	});
	const next = nextServer(
		rows.map(({row, restart, behind, checklist}) => ({
			server: row.share.server,
			metaLeader: row.metaLeader,
			leaders: row.share.streamLeaders + row.share.consumerLeaders,
			behind,
			restarted: (restart?.restarts ?? 0) > 0,
			underWay: checklist !== undefined && isUnderWay(checklist),
		})),
	);
	return {rows, next};
}

/** How the body is divided: rows of servers, and rows of the checklist below them, which comes first. */
export function upgradeRowsIn(
	{body, size}: Pick<Layout, 'body' | 'size'>,
	servers: number,
): {readonly servers: number; readonly checklist: number} {
	// Titles and captions; in panels the lower borders, too.
	const free = body - (size === 'panels' ? 5 : 3);
	const most = Math.max(free - checklistSteps.length, Math.floor(free / 3));
	const rows = Math.max(1, Math.min(servers, most));
	return {servers: rows, checklist: Math.max(0, free - rows)};
}

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

type Seen = Pick<World, 'acting'> & {
	readonly distribution: Pick<Distribution, 'average'>;
	/** Epoch in ms. */
	readonly shownAt: number;
};

/** What is seen of the step that comes next, and the key for it where there is one. */
export function waitingWords(upgrade: UpgradeRow, step: ChecklistStep, scene: Seen): Line {
	const {behind, row} = upgrade;
	const {server, streamLeaders, consumerLeaders, leaders, r1} = row.share;
	const since = formatDuration(scene.shownAt - server.stateSince);
	if (server.state === 'silent') {
		return [toned(`not responding for ${since}: stopped or unreachable`, 'warning')];
	}

	switch (step) {
		case 'drained': {
			const groups = groupsOf(streamLeaders + consumerLeaders);
			return server.state === 'lame-duck'
				? [`its leaders are leaving: ${groups} left`]
				: [toned(`leads ${groups}`, 'warning'), ...key('D', 'drains it', scene)];
		}

		case 'ok-to-stop': {
			const {stop} = row;
			return stop === undefined
				? [toned('not known yet', 'muted')]
				: [toned(stop.type === 'wait' ? stop.reasons.join('; ') : stop.type, 'warning')];
		}

		case 'stopped': {
			const pinned = r1 === 0 ? '' : `; ${r1} R1 groups unavailable`;
			return [toned('stop, upgrade and start it', 'strong'), toned(pinned, 'warning')];
		}

		case 'back': {
			const lastsMs = stateLastsMs(server, scene.shownAt);
			return [lastsMs === undefined ? 'offline' : `offline for ${formatDuration(lastsMs)}`];
		}

		case 'jetstream':
			return [`recovering for ${since}`];
		case 'caught-up':
			return [behind === undefined ? 'replicas not seen yet' : catchUpWords(upgrade)];
		case 'undrained':
			return [
				toned('drained: plans give it no leaders', 'warning'),
				...key('D', 'undrains it', scene),
			];
		case 'leaders-back': {
			const fair = formatCount(scene.distribution.average);
			return [`leads ${leaders}, fair share ${fair}`, ...key('B', 'balances', scene)];
		}
	}
}

function groupsOf(count: number): string {
	return counted(count, 'group', undefined, formatCount);
}

function key(name: string, what: string, {acting}: Seen): Line {
	return acting.type === 'locked' ? [] : ['  ', toned(name, 'key'), ` ${what}`];
}
