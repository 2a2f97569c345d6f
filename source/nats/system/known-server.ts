import type {ServerReport, ServerStats} from '../../domain/server.ts';
import {supports} from '../../domain/server-version.ts';
import type {GroupTotals, JetStreamSummary} from '../decode/jetstream-summary.ts';
import type {ServerIdentity} from '../decode/server-reply.ts';
import type {LeaderLedger} from '../observing/leader-ledger.ts';
import {TotalsWatch} from '../observing/totals-watch.ts';

/** Whether what a server says of its groups can be believed. */
export type Trust =
	/** Its inventory has not been seen since it started. */
	| 'unseen'
	/** Raft nodes of its groups have not started yet. */
	| 'starting'
	| 'trusted';

/** A server that has been up for longer is believed at first sight, unless it shows signs of starting. */
const startupMs = 600_000;

/**
 * By then after its start a server knows a meta leader, or there is none, in ms: servers call an election after at most
 * 9 s without one (`maxElectionTimeout` in raft.go).
 */
const firstElectionMs = 10_000;

/** How long no leader must have changed before counters are compared with what is known, in ms. */
const restMs = 300;

/** One life of a server, from its start to its end, as far as seen. */
export class KnownServer {
	readonly identity: ServerIdentity;
	/** It followed upon an earlier life during this watch: it restarted before our eyes. */
	readonly restarted: boolean;
	/** It had JetStream in an earlier life. */
	readonly hadJetStream: boolean;
	startedAt: number | undefined;
	/** As last reported. */
	uptimeMs: number | undefined;
	summary: JetStreamSummary | undefined;
	summaryAskedAt = 0;
	/** How long it took to answer that question, in ms. */
	answerMs = 0;
	/** Received since the last report. */
	stats: ServerStats | undefined;
	/** The busy share of its cores as last reported: 0 to 1. */
	load = 0;
	/** Answered since the last report. */
	heard = false;
	/** Rounds in a row that were over before it had answered everything. */
	missedRounds = 0;
	/** Since when it has not answered at all, epoch in ms; undefined while it does. */
	silentSince: number | undefined;
	/** Whether the meta group of its domain had a leader in the last round. */
	hasMetaLeader = true;
	lameDuck = false;
	stopped = false;
	trust: Trust = 'unseen';
	/** How many accounts fill a page of its inventory, going by the last one. */
	pageAccounts: number | undefined;
	/** What it hosted when its inventory was read. */
	hosted: GroupTotals | undefined;
	readonly #totals = new TotalsWatch(restMs);

	constructor(identity: ServerIdentity, previous: KnownServer | undefined) {
		this.identity = identity;
		this.restarted = previous !== undefined;
		this.hadJetStream =
			previous !== undefined && (previous.hadJetStream || previous.hasJetStream());
	}

	hasJetStream(): boolean {
		return this.summary !== undefined && !this.summary.disabled;
	}

	/** Whether it can send an inventory. */
	canBeAsked(): boolean {
		return this.hasJetStream() && !this.stopped && this.silentSince === undefined;
	}

	/** Whether it keeps its cores busy. */
	get isBusy(): boolean {
		return this.load > 0.8;
	}

	/** Whether its cheap counters show that a change was missed. */
	missedChanges(ledger: LeaderLedger): boolean {
		if (!this.summary) {
			return false;
		}

		const {led, hosted} = this.summary;
		const {name, version} = this.identity;
		const [reported, known] = supports(version, 'leaderCounters')
			? [led, ledger.totals(name)]
			: [hosted, this.hosted ?? hosted];
		const times = {askedAt: this.summaryAskedAt, changedAt: ledger.changedAt};
		return this.#totals.disagrees(reported, known, times);
	}

	/** Whether the server takes part in a meta group, and does not know its leader. */
	missesMetaLeader(): boolean {
		return this.summary?.meta !== undefined && this.summary.meta.leader === undefined;
	}

	/**
	 * Whether it does not know its meta leader because it has just started. Where no server knows one the meta group has
	 * lost its quorum, and groups that keep theirs go on.
	 */
	awaitsMetaLeader(meta = this.summary?.meta): boolean {
		const isYoung = (this.uptimeMs ?? 0) < firstElectionMs;
		return meta !== undefined && meta.leader === undefined && (this.hasMetaLeader || isYoung);
	}

	/**
	 * Whether its claims to lead groups without peers need proof. While a server starts, groups whose Raft node does not
	 * run yet look like one-replica groups that it leads: for a second with 60 groups, for 12 s with 2,800.
	 */
	needsProof(): boolean {
		const {meta} = this.summary ?? {};
		// A server without a cluster goes by its own name there, and has no Raft.
		const isClustered = meta !== undefined || this.identity.cluster !== this.identity.name;
		if (this.trust === 'trusted' || !isClustered) {
			return false;
		}

		return (
			this.trust === 'starting' ||
			meta?.leader === undefined ||
			this.uptimeMs === undefined ||
			this.uptimeMs < startupMs
		);
	}

	/** @param isMeant whether it says that it is meant to have JetStream, or the meta leader counts it as a peer */
	state(isMeant: boolean): ServerReport['state'] {
		if (!this.hasJetStream()) {
			return isMeant || this.hadJetStream ? 'recovering' : 'no-jetstream';
		}

		const comingBack =
			this.trust === 'starting' ||
			(this.trust === 'unseen' && (this.restarted || this.awaitsMetaLeader()));
		if (comingBack) {
			return 'recovering';
		}

		return this.lameDuck ? 'lame-duck' : 'online';
	}
}
