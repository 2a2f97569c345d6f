import {createHash} from 'node:crypto';
import type {ServerLeaving, ServersReported} from '../../domain/cluster-event.ts';
import type {JetStreamSummary} from '../decode/jetstream-summary.ts';
import type {MetaPeer} from '../decode/peers.ts';
import type {ServerIdentity} from '../decode/server-reply.ts';
import type {ServerStatistics} from '../decode/server-statistics.ts';
import {KnownServer} from './known-server.ts';

/** A server is silent when it let this many rounds in a row pass; one may go by in a pause of its garbage collector. */
const silentAfterRounds = 2;

/** How long a silent server is asked after; longer than anybody shows it. */
const patienceMs = 2 * 3_600_000;

/** All servers that have been heard of, each in its present life. */
export class ServerRoster {
	readonly #servers = new Map<string, KnownServer>();
	readonly #nodes = new Map<string, string>();
	/** Peers of meta groups that had never answered when the last round ended. */
	#unheard: ReadonlySet<string> = new Set();
	/** Those of them that were not known before it. */
	#awaited: readonly string[] = [];

	/** Forgets all servers. */
	clear(): void {
		this.#servers.clear();
		this.#nodes.clear();
		this.#unheard = new Set();
		this.#awaited = [];
	}

	get(name: string): KnownServer | undefined {
		return this.#servers.get(name);
	}

	values(): Iterable<KnownServer> {
		return this.#servers.values();
	}

	/**
	 * Names of servers whose answer a round waits for: slow ones, and peers that have never answered, do not hold it up
	 * twice. Undefined when there are none.
	 */
	expected(): ReadonlySet<string> | undefined {
		const expected = [...this.#servers.values()]
			.filter(({missedRounds, stopped}) => missedRounds === 0 && !stopped)
			.map(({identity}) => identity.name);
		return expected.length === 0 ? undefined : new Set([...expected, ...this.#awaited]);
	}

	/** Whether a server has never answered, or does not any more. */
	readonly isAway = (name: string): boolean =>
		this.#servers.get(name)?.silentSince !== undefined || !this.#servers.has(name);

	/** Whether there may be groups whose leader does not answer. */
	get isAnybodyAway(): boolean {
		return (
			this.#unheard.size > 0 ||
			[...this.#servers.values()].some(
				known => known.silentSince !== undefined || known.missesMetaLeader() || this.#lacks(known),
			)
		);
	}

	/** Whether the meta group that a server reports has more members than are known of its domain. */
	#lacks({identity: {domain}, summary}: KnownServer): boolean {
		const known = [...this.#servers.values()].filter(({identity}) => identity.domain === domain);
		return (summary?.meta?.size ?? 0) > known.length;
	}

	takeStatistics({server, startedAt, uptimeMs, stats}: ServerStatistics): void {
		const known = this.#meet(server);
		known.heard = true;
		known.startedAt = startedAt;
		known.uptimeMs = uptimeMs;
		known.stats = stats;
		known.load = stats.cpuPercent / (100 * Math.max(stats.cores, 1));
	}

	takeSummary(summary: JetStreamSummary, askedAt: number, answeredAt = askedAt): void {
		const known = this.#meet(summary.server);
		known.heard = true;
		known.answerMs = answeredAt - askedAt;
		if (askedAt >= known.summaryAskedAt) {
			known.summary = summary;
			known.summaryAskedAt = askedAt;
			if (summary.disabled) {
				known.trust = 'unseen';
			}
		}

		this.learnNodes(summary.meta?.peers ?? []);
	}

	/** How long most servers took for their last answer, in ms: the median, so that a slow one does not count. */
	get answerMs(): number {
		const times = [...this.#servers.values()].map(({answerMs}) => answerMs).sort((a, b) => a - b);
		return times[times.length >> 1] ?? 0;
	}

	/** Takes in that a server said that it leaves. */
	takeLeave(server: ServerIdentity, how: ServerLeaving['how']): void {
		const known = this.#meet(server);
		known.lameDuck ||= how === 'lame-duck';
		known.stopped ||= how === 'shutdown';
	}

	/** Learns which name belongs to which id in Raft groups. */
	learnNodes(peers: readonly MetaPeer[]): void {
		for (const {node, name} of peers) {
			if (node !== undefined && name !== undefined) {
				this.#nodes.set(node, name);
			}
		}
	}

	readonly nameOfNode = (node: string): string | undefined => this.#nodes.get(node);

	/** @param inTime who answered everything before the round ended */
	closeRound(inTime: ReadonlySet<string>, at: number): ServersReported {
		const peers = this.#metaPeers();
		const peerNames = new Set(peers.map(({name}) => name));
		const servers: ServersReported['servers'][number][] = [];
		const silent: string[] = [];
		const led = this.#ledDomains();
		for (const known of this.#servers.values()) {
			const {name, domain} = known.identity;
			known.hasMetaLeader = led.has(domain);
			if (known.heard && known.summary && !known.stopped) {
				const {startedAt, stats} = known;
				const {jetStream, ...identity} = known.identity;
				const state = known.state(jetStream || peerNames.has(name));
				servers.push({...identity, startedAt, state, stats});
			}

			known.missedRounds = inTime.has(name) ? 0 : known.missedRounds + 1;
			if (known.heard) {
				known.silentSince = undefined;
			} else if (known.missedRounds >= silentAfterRounds || known.stopped) {
				known.silentSince ??= at;
				silent.push(name);
			}

			known.heard = false;
			known.stats = undefined;
		}

		silent.push(...this.#closeUnheard(peers));
		const answered = new Set(servers.map(({name}) => name));
		return {
			type: 'servers-reported',
			at,
			servers,
			silent,
			offline: peers.filter(({name, offline}) => offline && !answered.has(name)),
		};
	}

	/** Forgets servers that have been silent for hours, and returns their names. */
	forgetLongGone(now: number): readonly string[] {
		const gone = [...this.#servers.values()]
			.filter(({silentSince}) => silentSince !== undefined && now - silentSince > patienceMs)
			.map(({identity}) => identity.name);
		for (const name of gone) {
			this.#servers.delete(name);
		}

		return gone;
	}

	/** Returns the peers that have never answered, though a round has waited for them. */
	#closeUnheard(listed: readonly ListedPeer[]): readonly string[] {
		const before = this.#unheard;
		const isUnheard = (name: string) => !this.#servers.has(name);
		// Without a meta leader no server lists the peers of the meta group.
		const named =
			listed.length === 0
				? [...before]
				: listed.flatMap(({name, offline}) => (offline ? [] : [name]));
		this.#unheard = new Set(named.filter(isUnheard));
		this.#awaited = [...this.#unheard].filter(name => !before.has(name));
		return [...this.#unheard].filter(name => before.has(name));
	}

	/** Domains in which most servers that answered know a leader of the meta group: one without quorum takes long to notice. */
	#ledDomains(): ReadonlySet<string | undefined> {
		const balance = new Map<string | undefined, number>();
		for (const {heard, identity, summary} of this.#servers.values()) {
			if (heard && summary?.meta) {
				const vote = summary.meta.leader === undefined ? -1 : 1;
				balance.set(identity.domain, (balance.get(identity.domain) ?? 0) + vote);
			}
		}

		return new Set([...balance].flatMap(([domain, votes]) => (votes > 0 ? [domain] : [])));
	}

	/** The peers as the leaders of the meta groups list them; one whose name no server knows goes by its id in Raft groups. */
	#metaPeers(): readonly ListedPeer[] {
		return [...this.#servers.values()].flatMap(({identity, summary, silentSince}) => {
			const meta = summary?.meta;
			if (meta?.leader !== identity.name || silentSince !== undefined) {
				return [];
			}

			return meta.peers.flatMap(({name: reported, node, offline}) => {
				const name = reported ?? (node === undefined ? undefined : (this.#nodes.get(node) ?? node));
				return name === undefined
					? []
					: {
							name,
							cluster: this.#servers.get(name)?.identity.cluster ?? identity.cluster,
							offline,
						};
			});
		});
	}

	#meet(identity: ServerIdentity): KnownServer {
		const known = this.#servers.get(identity.name);
		if (known?.identity.id === identity.id) {
			return known;
		}

		const met = new KnownServer(identity, known);
		this.#servers.set(identity.name, met);
		for (const node of nodesOf(identity)) {
			this.#nodes.set(node, identity.name);
		}

		return met;
	}
}

type ListedPeer = {
	readonly name: string;
	readonly cluster: string;
	readonly offline: boolean;
};

/**
 * A server's id in Raft groups (nats-server, `getHash`), also with its domain, where names of that domain have it. A meta
 * leader that has just started lists peers by it that answer already.
 */
function nodesOf({name, domain}: ServerIdentity): readonly string[] {
	const suffix = domain === undefined ? '' : `@${domain}`;
	const onWire = suffix !== '' && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
	const bytes = createHash('sha256').update(onWire).digest().subarray(0, 8);
	const node = Array.from(bytes, byte => digits[byte % digits.length]).join('');
	return name === onWire ? [node, node + suffix] : [node + suffix];
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
