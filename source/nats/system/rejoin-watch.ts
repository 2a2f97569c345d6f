import type {ServersReported} from '../../domain/cluster-event.ts';
import {hasJetStream} from '../../domain/server.ts';

/** Tells where a server has JetStream up again: what others said of the replicas on it was about its earlier life. */
export class RejoinWatch {
	/** Servers that were seen without JetStream, or not at all. */
	readonly #away = new Set<string>();

	/** Clusters in which a server has come back with this round. */
	clustersOf({servers, silent, offline}: ServersReported): ReadonlySet<string> {
		const clusters = new Set<string>();
		for (const {name, cluster, state} of servers) {
			if (!hasJetStream[state]) {
				this.#away.add(name);
			} else if (this.#away.delete(name)) {
				clusters.add(cluster);
			}
		}

		for (const name of [...silent, ...offline.map(peer => peer.name)]) {
			this.#away.add(name);
		}

		return clusters;
	}

	forget(server: string): void {
		this.#away.delete(server);
	}
}
