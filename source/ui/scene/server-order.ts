import type {Measure} from '../../domain/measure.ts';
import type {ServerRow} from './server-row.ts';

/** What the servers can be ordered by, in the order in which the key goes through them. */
export const serverOrders = ['name', 'leaders', 'change', 'messages'] as const;

export type ServerOrder = (typeof serverOrders)[number];

/** In words, as the largest (or the first letters) come first. */
export function serverOrderWords(order: ServerOrder, measure: Measure): string {
	return order === 'leaders' && measure === 'load' ? 'most load of leaders first' : words[order];
}

const words: Readonly<Record<ServerOrder, string>> = {
	name: 'by name',
	leaders: 'most leaders first',
	change: 'largest gain first',
	messages: 'most messages first',
};

/** The servers in order; equal ones by name, so that rows do not jump. */
export function orderServers(
	rows: readonly ServerRow[],
	{by, reversed}: {readonly by: ServerOrder; readonly reversed: boolean},
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
	Record<Exclude<ServerOrder, 'name'>, (a: ServerRow, b: ServerRow) => number>
> = {
	leaders: byWeight,
	change: (a, b) => (b.change ?? 0) - (a.change ?? 0),
	messages: (a, b) =>
		(b.share.server.messagesPerSecond ?? 0) - (a.share.server.messagesPerSecond ?? 0),
};
