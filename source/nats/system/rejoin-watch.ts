import type {ServersReported} from '../../domain/cluster-event.ts';
import {settlingMs} from '../../domain/server-restart.ts';
import {hasJetStream} from '../../domain/server.ts';

/** Finds servers that have JetStream up again: earlier reports about their replicas are outdated. */
export class RejoinWatch {
	/** Servers that were seen without JetStream, or not at all. */
	readonly #away = new Set<string>();
	/** Clusters in which a server has come back, and when what the others say of it is about its present life. */
	readonly #dueAt = new Map<string, number>();

	/** Clusters in which the inventories of all servers are needed after this round. */
	clustersDue({servers, silent, offline, at}: ServersReported): ReadonlySet<string> {
		for (const {name, cluster, state} of servers) {
			if (!hasJetStream[state]) {
				this.#away.add(name);
			} else if (this.#away.delete(name)) {
				this.#dueAt.set(cluster, at + settlingMs);
			}
		}

		for (const name of [...silent, ...offline.map(peer => peer.name)]) {
			this.#away.add(name);
		}

		const due = [...this.#dueAt].filter(([, dueAt]) => dueAt <= at).map(([cluster]) => cluster);
		for (const cluster of due) {
			this.#dueAt.delete(cluster);
		}

		return new Set(due);
	}

	forget(server: string): void {
		this.#away.delete(server);
	}
}
