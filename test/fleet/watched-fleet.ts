import type {Cluster} from '../../source/cluster.ts';
import {openNatsCluster, type NatsClusterOptions} from '../../source/nats/open-nats-cluster.ts';
import {createStore, type Store} from '../../source/state/store.ts';
import {targetAt} from '../nats/target.ts';
import type {FleetTruth} from './fleet-options.ts';
import type {Fleet} from './start-fleet.ts';

export type WatchedFleet = {
	readonly cluster: Cluster;
	readonly store: Store;
	/** Resolves as soon as the condition holds, now or after an event. */
	readonly until: (what: string, holds: () => boolean) => Promise<void>;
	readonly close: () => Promise<void>;
};

/** How long a condition may take, in ms. */
const patienceMs = 30_000;

/** The product's view of a fleet from now on. The caller closes it. */
export async function watchFleet(
	fleet: Fleet,
	options: Partial<NatsClusterOptions> = {},
): Promise<WatchedFleet> {
	const target = targetAt([`127.0.0.1:${fleet.port}`], 'sys', 'sys');
	const cluster = await openNatsCluster({target, ...options});
	const store = createStore();
	const waiting = new Set<() => void>();
	cluster.watch(event => {
		store.apply(event);
		for (const look of waiting) {
			look();
		}
	});
	return {
		cluster,
		store,
		async until(what, holds) {
			if (holds()) {
				return;
			}

			await new Promise<void>((resolve, reject) => {
				const end = (done: () => void) => {
					clearTimeout(timer);
					waiting.delete(look);
					done();
				};
				const look = () => {
					if (holds()) {
						end(resolve);
					}
				};
				const timer = setTimeout(() => {
					end(() => {
						reject(new Error(`Still waiting for ${what} after ${patienceMs} ms`));
					});
				}, patienceMs);
				waiting.add(look);
			});
		},
		close: cluster.close,
	};
}

/** What the product knows, one line a group: who hosts it, the leader first. */
export function seenGroups({view}: Store): readonly string[] {
	return [...view.groups.values()]
		.map(({account, stream, consumer, leader = '-', followers}) => {
			const others = followers.map(({server}) => server).filter(server => server !== leader);
			return line(account, stream, consumer, leader, others);
		})
		.sort();
}

/** The same as the fleet knows it. */
export function trueGroups({groups}: FleetTruth): readonly string[] {
	return groups
		.map(({account, stream, consumer, leader = '-', peers}) =>
			line(
				account,
				stream,
				consumer,
				leader,
				peers.filter(server => server !== leader),
			),
		)
		.sort();
}

function line(
	account: string,
	stream: string,
	consumer: string | undefined,
	leader: string,
	others: readonly string[],
): string {
	return `${account} ${stream} ${consumer ?? ''}: ${[leader, ...[...others].sort()].join(' ')}`;
}
