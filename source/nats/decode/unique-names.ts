import {recordOf, recordsOf, textOf, type JsonRecord} from './json-value.ts';

/** What a server says of itself, as on the wire. */
type WireIdentity = {
	readonly name: string;
	/** Undefined for a server without a cluster. */
	readonly cluster: string | undefined;
	readonly domain: string | undefined;
};

/**
 * Makes names unique at the border. Names of servers and clusters are unique only within a JetStream domain
 * (nats-server PR #2378): behind leaf nodes others may have the same, as Helm charts name the servers of every cluster
 * nats-0, nats-1 and nats-2. Where two domains have the same name it gets its domain: `nats-0@edge`. Whatever is decoded
 * has gone through `apply`, so that a name means one server or cluster everywhere else.
 */
export class UniqueNames {
	/** Domains in which a name has been met. */
	readonly #servers = new Map<string, Set<string | undefined>>();
	readonly #clusters = new Map<string, Set<string | undefined>>();
	/** Domains in which some name is not unique: few, and mostly none. */
	readonly #domains = new Set<string>();
	readonly #onWire = new Map<string, string>();
	/** Grows when names that have been in use get other ones. */
	revision = 0;

	/** The name of a server as the servers know it. */
	onWire(server: string): string {
		return this.#onWire.get(server) ?? server;
	}

	/**
	 * A reply of the system services or an advisory, with names that are unique.
	 * @param value JSON as it came
	 */
	apply(value: unknown): unknown {
		const message = recordOf(value);
		if (!message) {
			return value;
		}

		// LAMEDUCK and SHUTDOWN of old servers are the server's identity alone.
		const sender = recordOf(message['server']) ?? message;
		const domain = textOf(sender['domain']);
		this.#learn(message, domain);
		return domain !== undefined && this.#domains.has(domain)
			? this.#renamed(message, domain)
			: value;
	}

	#learn(message: JsonRecord, domain: string | undefined): void {
		const server = recordOf(message['server']);
		const name = textOf(server?.['name']);
		if (server && name !== undefined) {
			this.#meet({name, cluster: textOf(server['cluster']), domain});
		}

		// A peer that is down has its name too.
		const meta = recordOf(recordOf(message['data'])?.['meta_cluster']);
		for (const peer of recordsOf(meta?.['replicas'])) {
			const peerName = textOf(peer['name']);
			if (peerName !== undefined && !peerName.includes(' ')) {
				this.#meet({name: peerName, cluster: undefined, domain});
			}
		}
	}

	#meet({name, cluster, domain}: WireIdentity): void {
		this.#meetIn(this.#servers, name, domain);
		if (cluster !== undefined) {
			this.#meetIn(this.#clusters, cluster, domain);
		}
	}

	#meetIn(
		names: Map<string, Set<string | undefined>>,
		name: string,
		domain: string | undefined,
	): void {
		const domains = names.get(name);
		if (!domains) {
			names.set(name, new Set([domain]));
		} else if (!domains.has(domain)) {
			domains.add(domain);
			this.revision++;
			for (const each of domains) {
				if (each !== undefined) {
					this.#domains.add(each);
				}
			}
		}
	}

	#renamed(message: JsonRecord, domain: string): JsonRecord {
		const server = recordOf(message['server']);
		const data = recordOf(message['data']);
		if (!server && 'ver' in message) {
			return this.#identity(message, domain);
		}

		const {cluster, leader} = message;
		const ofMetaGroup = textOf(message['type'])?.endsWith('.domain_leader_elected') === true;
		return {
			...this.#raftGroup(message, domain),
			// Its advisory names the leader by its id in Raft.
			...(ofMetaGroup && typeof leader === 'string' && {leader: inDomain(leader, domain)}),
			...(typeof cluster === 'string' && {cluster: this.#name(this.#clusters, cluster, domain)}),
			...(server && {server: this.#identity(server, domain)}),
			...(data && {data: this.#data(data, domain)}),
		};
	}

	#identity(server: JsonRecord, domain: string): JsonRecord {
		const {name, cluster} = server;
		return {
			...server,
			...(typeof name === 'string' && {name: this.#name(this.#servers, name, domain)}),
			...(typeof cluster === 'string' && {cluster: this.#name(this.#clusters, cluster, domain)}),
		};
	}

	/** The data of JSZ. */
	#data(data: JsonRecord, domain: string): JsonRecord {
		const meta = recordOf(data['meta_cluster']);
		const details = data['account_details'];
		return {
			...data,
			...(meta && {meta_cluster: this.#raftGroup(meta, domain)}),
			...(details !== undefined && {
				account_details: recordsOf(details).map(account => ({
					...account,
					stream_detail: recordsOf(account['stream_detail']).map(stream => ({
						...this.#asset(stream, domain),
						consumer_detail: recordsOf(stream['consumer_detail']).map(consumer =>
							this.#asset(consumer, domain),
						),
					})),
				})),
			}),
		};
	}

	#asset(asset: JsonRecord, domain: string): JsonRecord {
		const cluster = recordOf(asset['cluster']);
		return cluster ? {...asset, cluster: this.#raftGroup(cluster, domain)} : asset;
	}

	/** A Raft group: its cluster, its leader, its replicas, and the ids of both in Raft, which come of the names. */
	#raftGroup(group: JsonRecord, domain: string): JsonRecord {
		const {name, leader, peer, replicas} = group;
		const desired = recordOf(group['desired']);
		const isCluster = 'replicas' in group || 'leader' in group;
		return {
			...group,
			...(isCluster &&
				typeof name === 'string' && {name: this.#name(this.#clusters, name, domain)}),
			...(typeof leader === 'string' && {leader: this.#name(this.#servers, leader, domain)}),
			...(typeof peer === 'string' && {peer: inDomain(peer, domain)}),
			...(desired && {desired: this.#raftGroup(desired, domain)}),
			...(Array.isArray(replicas) && {
				replicas: recordsOf(replicas).map(replica => ({
					...replica,
					...(typeof replica['name'] === 'string' && {
						name: this.#name(this.#servers, replica['name'], domain),
					}),
					...(typeof replica['peer'] === 'string' && {peer: inDomain(replica['peer'], domain)}),
				})),
			}),
		};
	}

	#name(
		names: ReadonlyMap<string, ReadonlySet<string | undefined>>,
		name: string,
		domain: string,
	): string {
		const domains = names.get(name);
		const isUnique = !domains || (domains.size === 1 && domains.has(domain));
		if (isUnique) {
			return name;
		}

		const unique = inDomain(name, domain);
		this.#onWire.set(unique, name);
		return unique;
	}
}

function inDomain(name: string, domain: string): string {
	return `${name}@${domain}`;
}
