import {catchUpLeftMs, type LagSample, type ServerRestart} from '../../domain/server-restart.ts';
import {checklistSteps, isUnderWay, type Checklist} from '../../domain/upgrade/checklist.ts';
import {nextServer, type NextServer} from '../../domain/upgrade/next-server.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import type {Layout} from '../layout.ts';
import type {World} from '../world.ts';
import type {ServerRow} from './server-rows.ts';

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
