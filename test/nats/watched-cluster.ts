import type {Cluster} from '../../source/cluster.ts';
import type {ClusterEvent} from '../../source/domain/cluster-event.ts';
import {groupKey, type RaftGroup} from '../../source/domain/raft-group.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {openNatsCluster, type NatsClusterOptions} from '../../source/nats/open-nats-cluster.ts';
import type {ClusterView} from '../../source/state/cluster-view.ts';
import {createStore} from '../../source/state/store.ts';
import {targetOf} from './target.ts';

/** A cluster under watch, with a store that its events are folded into. */
export type WatchedCluster = {
	readonly cluster: Cluster;
	readonly view: ClusterView;
	/** Everything handed out so far. */
	readonly events: readonly ClusterEvent[];
	/** Resolves as soon as the condition holds, now or after an event. */
	readonly until: (what: string, holds: () => boolean) => Promise<void>;
	/** Resolves with the first event of a type from now on that fits. */
	readonly next: <Type extends ClusterEvent['type']>(
		type: Type,
		fits?: (event: EventOf<Type>) => boolean,
	) => Promise<EventOf<Type>>;
	readonly group: (stream: string, consumer?: string) => RaftGroup;
	readonly close: () => Promise<void>;
};

export type EventOf<Type extends ClusterEvent['type']> = Extract<
	ClusterEvent,
	{readonly type: Type}
>;

/** How long a condition may take, in ms; the slowest are elections on old servers. */
const patienceMs = 30_000;

/** Watches a local cluster as its system user and waits for the first complete picture. */
export async function watchLocal(
	local: LocalCluster,
	options: Partial<NatsClusterOptions> = {},
): Promise<WatchedCluster> {
	const cluster = await openNatsCluster({target: targetOf(local, 'SYS'), ...options});
	const store = createStore();
	const events: ClusterEvent[] = [];
	const waiting = new Set<(event: ClusterEvent) => void>();
	cluster.watch(event => {
		store.apply(event);
		events.push(event);
		for (const look of waiting) {
			look(event);
		}
	});

	const wait = async (what: string, isOver: (event: ClusterEvent | undefined) => boolean) => {
		if (isOver(undefined)) {
			return;
		}

		await new Promise<void>((resolve, reject) => {
			const done = (end: () => void) => {
				clearTimeout(timer);
				waiting.delete(look);
				end();
			};
			const look = (event: ClusterEvent) => {
				if (isOver(event)) {
					done(resolve);
				}
			};
			const timer = setTimeout(() => {
				done(() => {
					reject(new Error(`Still waiting for ${what} after ${patienceMs} ms: ${tail(events)}`));
				});
			}, patienceMs);
			waiting.add(look);
		});
	};

	const watched: WatchedCluster = {
		cluster,
		view: store.view,
		events,
		until: async (what, holds) => wait(what, () => holds()),
		async next(type, fits = () => true) {
			let found: EventOf<typeof type> | undefined;
			await wait(type, event => {
				if (event && isOf(type, event) && fits(event)) {
					found ??= event;
				}

				return found !== undefined;
			});
			return found ?? fail(type);
		},
		group(stream, consumer) {
			const found = [...store.view.groups.values()].find(
				group => group.stream === stream && group.consumer === consumer,
			);
			if (!found) {
				throw new RangeError(`No group ${stream} ${consumer ?? ''} is known`);
			}

			return found;
		},
		close: async () => cluster.close(),
	};
	await watched.until(
		'the first complete picture',
		() =>
			store.view.servers.size >= local.servers.filter(({running}) => running).length &&
			store.view.missing.length === 0,
	);
	return watched;
}

function isOf<Type extends ClusterEvent['type']>(
	type: Type,
	event: ClusterEvent,
): event is EventOf<Type> {
	return event.type === type;
}

/** For `next`: the election of this group. */
export function electing(group: RaftGroup) {
	return (event: EventOf<'leader-elected'>) => groupKey(event.group) === group.key;
}

function fail(what: string): never {
	throw new Error(`No ${what}`);
}

function tail(events: readonly ClusterEvent[]): string {
	return events
		.slice(-12)
		.map(event => JSON.stringify(event).slice(0, 200))
		.join('\n');
}
