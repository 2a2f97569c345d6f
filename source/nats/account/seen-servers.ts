import type {Msg} from 'nats';
import type {ServersReported} from '../../domain/cluster-event.ts';
import type {ReportedGroup} from '../../domain/raft-group.ts';
import type {ServerReport} from '../../domain/server.ts';
import type {Link} from '../client/link.ts';
import {UndecodableError} from '../decode/json-value.ts';
import {readMessage} from '../decode/read-reply.ts';
import {serverReply, type ServerIdentity} from '../decode/server-reply.ts';
import {Gathering} from '../observing/gathering.ts';
import type {LeaderLedger} from '../observing/leader-ledger.ts';

/** A server that may have no part in the account's groups. */
export type ConnectedServer = Pick<ServerReport, 'name' | 'cluster' | 'version'> & {
	readonly jetStream: boolean;
};

type Ledger = Pick<LeaderLedger<ReportedGroup>, 'answered' | 'revision'>;

/** A server that leads nothing and let this many questions in a row pass is silent. */
const silentAfter = 2;

/**
 * The servers that an account sees: those that lead one of its groups, or that a leader counts among its peers. Nothing
 * is known of a server without a part in any of them. Leaders report a silent peer only after minutes: so all servers
 * get a question, too.
 */
export class SeenServers {
	readonly #ledger: Ledger;
	readonly #versions: ReadonlyMap<string, string>;
	readonly #domain: string | undefined;
	/** Names of all servers that were ever seen, and their clusters. */
	readonly #met = new Map<string, string>();
	/** How many questions in a row servers let pass that others answered. */
	readonly #missed = new Map<string, number>();
	#revision = -1;
	#online = new Set<string>();
	#offline = new Set<string>();
	/** Those that lead a group. */
	#leading = new Set<string>();

	/** @param versions by name, as far as known */
	constructor(ledger: Ledger, versions: ReadonlyMap<string, string>, domain: string | undefined) {
		this.#ledger = ledger;
		this.#versions = versions;
		this.#domain = domain;
	}

	/** Names of the servers that are up. */
	get online(): ReadonlySet<string> {
		this.#count();
		return this.#online;
	}

	/** Names of all servers that were ever seen. */
	get names(): ReadonlySet<string> {
		return new Set(this.#met.keys());
	}

	/** Whether a server let the last question pass. */
	get isOneMissed(): boolean {
		return this.#missed.size > 0;
	}

	/** Takes in who answered a question to all. Where none of these servers did, it is not allowed or does not reach them. */
	answered(names: {has(name: string): boolean}): void {
		this.#count();
		const met = [...this.#met.keys()];
		const isEvidence = met.some(name => names.has(name));
		for (const name of met) {
			if (isEvidence && !names.has(name)) {
				this.#missed.set(name, (this.#missed.get(name) ?? 0) + 1);
			} else {
				this.#missed.delete(name);
			}
		}

		this.#revision = -1;
	}

	/** @param connected stands in for the servers of an account that has no group to see any by */
	report(at: number, connected: ConnectedServer): ServersReported {
		this.#count();
		if (this.#met.size === 0) {
			const {name, cluster, jetStream} = connected;
			const state = jetStream ? 'online' : 'no-jetstream';
			return {
				type: 'servers-reported',
				at,
				servers: [this.#server(name, cluster, state)],
				silent: [],
				offline: [],
			};
		}

		const servers: ServerReport[] = [];
		const silent: string[] = [];
		const offline: ServersReported['offline'][number][] = [];
		for (const [name, cluster] of this.#met) {
			if (this.#online.has(name)) {
				servers.push(this.#server(name, cluster, 'online'));
			} else if (this.#offline.has(name)) {
				offline.push({name, cluster});
			} else {
				silent.push(name);
			}
		}

		return {type: 'servers-reported', at, servers, silent, offline};
	}

	/** No report says when a server started: without id and start, restarts are not seen. */
	#server(name: string, cluster: string, state: ServerReport['state']): ServerReport {
		return {
			name,
			id: '',
			cluster,
			domain: this.#domain,
			version: this.#versions.get(name) ?? '',
			tags: [],
			startedAt: undefined,
			state,
			stats: undefined,
		};
	}

	#count(): void {
		if (this.#revision === this.#ledger.revision) {
			return;
		}

		this.#revision = this.#ledger.revision;
		this.#online = new Set();
		this.#offline = new Set();
		this.#leading = new Set();
		for (const group of this.#ledger.answered()) {
			this.#take(group);
		}

		for (const name of this.#online) {
			this.#offline.delete(name);
			if ((this.#missed.get(name) ?? 0) >= silentAfter && !this.#leading.has(name)) {
				this.#online.delete(name);
			}
		}
	}

	#take({leader, followers, cluster}: ReportedGroup): void {
		for (const {server, online} of followers) {
			this.#met.set(server, cluster);
			// Only leaders know which servers are up.
			if (leader !== undefined) {
				(online ? this.#online : this.#offline).add(server);
			}
		}

		if (leader !== undefined) {
			this.#met.set(leader, cluster);
			this.#online.add(leader);
			this.#leading.add(leader);
		}
	}
}

/** How long after the last answer another server may still answer, in ms. */
const quietMs = 250;

const deadlineMs = 1000;

/**
 * The versions of the servers by their names, as far as they answer: every server answers this question about its
 * account's connections to any account that is not forbidden to ask it, about half a kilobyte each. What is asked is of
 * no interest here, only who answers. Never rejects.
 * @param expected names of servers to wait for until the deadline; without them it is over when answers cease
 */
export async function askVersions(
	link: Link,
	signal: AbortSignal,
	expected?: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
	const inbox = link.newInbox();
	const versions = new Map<string, string>();
	const questions = ['CONNZ'] as const;
	const gathering = new Gathering({questions, expected, deadlineMs, quietMs, signal});
	const subscription = link.subscribe(
		inbox,
		message => {
			if (message.headers?.code === 503) {
				gathering.end();
				return;
			}

			const server = serverIn(message);
			if (server) {
				versions.set(server.name, server.version);
				gathering.take('CONNZ', server.name);
			}
		},
		gathering.end,
	);
	link.askAll('$SYS.REQ.ACCOUNT.PING.CONNZ', '{"limit":1}', {reply: inbox});
	await gathering.done;
	subscription.unsubscribe();
	return versions;
}

/** Undefined for what cannot be decoded: nothing that is shown depends on it. */
function serverIn(message: Msg): ServerIdentity | undefined {
	try {
		return serverReply(readMessage(message), 'data').server;
	} catch (error) {
		if (!(error instanceof UndecodableError)) {
			throw error;
		}

		return undefined;
	}
}
