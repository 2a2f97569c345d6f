import {electedTo} from '../../domain/baseline.ts';
import type {Distribution, ServerShare} from '../../domain/distribution.ts';
import {formatRate} from '../../domain/format.ts';
import type {LoadDistribution, LoadShare} from '../../domain/load-distribution.ts';
import {hasJetStream, stateLastsMs, stateNames, type Server} from '../../domain/server.ts';
import type {StopAnswer} from '../../domain/stop-verdict.ts';
import {formatDuration} from '../../domain/time.ts';
import {isExpected} from '../../domain/upgrade/checklist.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import type {OrderOf, Orders} from '../orders.ts';
import {toned, type Line} from '../text/line.ts';
import type {Tone, Toned} from '../theme.ts';
import type {World} from '../world.ts';

/** A server as a row of the table shows it. */
export type ServerRow = {
	/** The server's name. */
	readonly id: string;
	readonly share: ServerShare;
	/** What its leaders handle; undefined where only counts are shown. */
	readonly load: LoadShare | undefined;
	readonly metaLeader: boolean;
	/** Leaders won or lost since the baseline; undefined before there is one. */
	readonly change: number | undefined;
	/** Leaders over time, newest last. */
	readonly trend: readonly number[];
	/** Its inventory has not been seen: what it leads is not known. */
	readonly missing: boolean;
	/** Undefined where it is not to be kept empty. */
	readonly drain: DrainState | undefined;
	/** It is away, or about to go, by a restart that is followed. */
	readonly expected: boolean;
	/** Undefined where it is not known. */
	readonly stop: StopAnswer | undefined;
};

/**
 * How empty a server is that is to be kept empty.
 * - `running`: it is being emptied
 * - `unfinished`: it leads groups nevertheless, and nothing is done about that now
 * - `unseen`: what it leads is not known
 * - `done`: it leads nothing, or only what has one replica
 */
export type DrainState = 'running' | 'unfinished' | 'unseen' | 'done';

/** The rows of a cluster's servers, in the order of its distribution. A row that says the same as the last time is the same object. */
export function serverRows(
	view: ClusterView,
	distribution: Distribution,
	{
		stopOf,
		drained,
		drainedBy,
		checklists,
		work,
	}: Pick<World, 'stopOf' | 'drained' | 'drainedBy' | 'checklists' | 'work'>,
	load?: LoadDistribution,
): readonly ServerRow[] {
	const metaLeader = view.clusters.get(distribution.cluster)?.metaLeader;
	const missing = new Set(view.missing);
	const before = lastRows.get(view);
	const rows = distribution.shares.map((share): ServerRow => {
		const {name} = share.server;
		return kept(before?.get(name), {
			id: name,
			share,
			load: load?.shares.get(name),
			metaLeader: name === metaLeader,
			change: view.baseline && electedTo(share) - (view.baseline.get(name) ?? 0),
			trend: view.trend(name),
			missing: missing.has(name),
			drain:
				drained.has(name) || drainedBy?.has(name) === true
					? drainState(share, missing.has(name), work)
					: undefined,
			expected: isExpected(share.server, checklists),
			stop: stopOf?.(name),
		});
	});
	lastRows.set(view, new Map(rows.map(row => [row.id, row])));
	return rows;
}

function drainState(
	{server, streamLeaders, consumerLeaders}: ServerShare,
	isMissing: boolean,
	work: World['work'],
): DrainState {
	if (work?.drain === server.name && work.phase !== 'ended') {
		return 'running';
	}

	if (isMissing) {
		return 'unseen';
	}

	return streamLeaders + consumerLeaders > 0 ? 'unfinished' : 'done';
}

/** The last rows of each view, by server: of a hundred servers a few have changed from one picture to the next. */
const lastRows = new WeakMap<ClusterView, ReadonlyMap<string, ServerRow>>();

function kept(before: ServerRow | undefined, now: ServerRow): ServerRow {
	const isSame =
		before !== undefined &&
		before.load === now.load &&
		before.metaLeader === now.metaLeader &&
		before.change === now.change &&
		before.trend === now.trend &&
		before.missing === now.missing &&
		before.drain === now.drain &&
		before.expected === now.expected &&
		before.stop === now.stop &&
		isSameShare(before.share, now.share);
	return isSame ? before : now;
}

function isSameShare(a: ServerShare, b: ServerShare): boolean {
	return (
		a.server === b.server &&
		a.streamLeaders === b.streamLeaders &&
		a.consumerLeaders === b.consumerLeaders &&
		a.r1 === b.r1 &&
		a.leaders === b.leaders &&
		a.ratio === b.ratio &&
		a.hotspot === b.hotspot
	);
}

/** Whether a server carries too much of what is shown: leaders, or their load. */
export function isHot({share, load}: Pick<ServerRow, 'share' | 'load'>): boolean {
	return load ? load.hotspot : share.hotspot;
}

/** The servers in order; equal ones by name, so that rows do not jump. */
export function orderServers(
	rows: readonly ServerRow[],
	{by, reversed}: Orders['servers'],
): readonly ServerRow[] {
	const sign = reversed ? -1 : 1;
	const placeOf = placesByName(rows);
	const byName = (a: ServerRow, b: ServerRow) =>
		(placeOf.get(a.id) ?? 0) - (placeOf.get(b.id) ?? 0);
	const first = by === 'name' ? byName : compare[by];
	return rows.toSorted((a, b) => sign * first(a, b) || byName(a, b));
}

/** The one that carries most first: leaders, or the load where that is shown. */
export function byWeight(a: ServerRow, b: ServerRow): number {
	return weightOf(b) - weightOf(a);
}

function weightOf({share, load}: ServerRow): number {
	return load ? (load.messagesPerSecond ?? -1) : share.leaders;
}

const names = new Intl.Collator('en', {numeric: true});

/** Where the name of each server stands among them. It is asked for with each picture, and the servers are mostly the same. */
function placesByName(rows: readonly ServerRow[]): ReadonlyMap<string, number> {
	if (rows.length !== lastPlaces.size || !rows.every(({id}) => lastPlaces.has(id))) {
		const sorted = rows.map(({id}) => id).sort(names.compare);
		lastPlaces = new Map(sorted.map((id, place) => [id, place]));
	}

	return lastPlaces;
}

let lastPlaces: ReadonlyMap<string, number> = new Map();

const compare: Readonly<
	Record<Exclude<OrderOf['servers'], 'name'>, (a: ServerRow, b: ServerRow) => number>
> = {
	leaders: byWeight,
	change: (a, b) => (b.change ?? 0) - (a.change ?? 0),
	messages: (a, b) =>
		(b.share.server.messagesPerSecond ?? 0) - (a.share.server.messagesPerSecond ?? 0),
};

/** A state that needs saying, and since when it has lasted: `recovering 12s`. */
export function stateWords(server: Server, now: number): string {
	const {state} = server;
	const lastsMs = stateLastsMs(server, now);
	return state === 'no-jetstream' || lastsMs === undefined
		? stateNames[state]
		: `${stateNames[state]} ${formatDuration(lastsMs)}`;
}

/** The same of a server of the table; one that is followed through a restart is away as expected. */
export function absence({share, expected}: ServerRow, now: number, width: number): Toned {
	const words = stateWords(share.server, now);
	const text = words.length > width ? stateNames[share.server.state] : words;
	return toned(text, expected ? 'text' : 'warning');
}

/** The word beside the bar: what makes this server different from one that just carries its share. */
export function serverWord(row: ServerRow): Line {
	const {share, missing, drain, expected} = row;
	if (expected && !hasJetStream[share.server.state]) {
		return ['EXPECTED'];
	}

	const urgent =
		share.server.state === 'lame-duck'
			? toned('LAME', 'warning')
			: isHot(row) && toned('HOT', 'hot');
	if (drain) {
		// That it is to be empty hides nothing of how it is. What has one replica no drain can move.
		const pinned = drain === 'done' && share.r1 > 0 ? '+R1' : '';
		const words = toned(drainWords[drain] + pinned, 'warning');
		return urgent ? [urgent, ' ', words] : [words];
	}

	return urgent ? [urgent] : missing ? [toned('?', 'warning')] : [];
}

const drainWords: Readonly<Record<DrainState, string>> = {
	running: 'DRAINING',
	unfinished: 'NOT EMPTY',
	unseen: 'DRAINED?',
	done: 'DRAINED',
};

export const drainedWord = drainWords.done;

/** What the colour of a server's load says again. */
export function loadTone(row: Pick<ServerRow, 'share' | 'load'>): Tone {
	return isHot(row) ? 'hot' : 'load';
}

/** `12.3k`, or `12.3k+` where the rates of some groups are not known yet. */
export function loadText(load: ServerRow['load']): string {
	const more = load && load.messagesPerSecond !== undefined && load.unknown > 0 ? '+' : '';
	return formatRate(load?.messagesPerSecond) + more;
}
