import pLimit from 'p-limit';
import {AccountNames} from '../../domain/account-names.ts';
import {groupKey, type GroupIdentity, type ReportedGroup} from '../../domain/raft-group.ts';
import {steadyNow} from '../../time/clock.ts';
import type {ConnectionTarget} from '../access/connection-target.ts';
import type {AccountInfo} from '../decode/api-reply.ts';
import type {Link} from '../client/link.ts';
import {InventoryScheduler, type InventoryOutcome} from '../observing/inventory-scheduler.ts';
import {LeaderLedger} from '../observing/leader-ledger.ts';
import type {Observer, ObserverFacts, ObserverHandlers} from '../observing/observer.ts';
import {TotalsWatch} from '../observing/totals-watch.ts';
import {Wakeup} from '../../time/sleep.ts';
import {untilAborted} from '../../time/abort.ts';
import {attempt, type AccountView} from './account-view.ts';
import {hearAccount, PendingGroupReads} from './advisories.ts';
import type {OwnAccount} from './own-account.ts';
import {askVersions, SeenServers} from './seen-servers.ts';
import {readGroup} from './read-group.ts';
import {takeListing, type AccountListing} from './take-listing.ts';

export type AccountObserverOptions = ObserverHandlers & {
	readonly link: Link;
	readonly target: Pick<ConnectionTarget, 'jetStreamEventPrefix'>;
	readonly own: OwnAccount;
	readonly intervalMs: number;
};

/** How long no leader must have changed before the totals are compared with what is known, in ms. */
const restMs = 1000;

/** Stands for all servers: a listing of the account's groups is the inventory of all of them. */
const allGroups = 'all groups';

/**
 * What one request of a listing takes of the servers' time, in ms. There is one for each stream with consumers, and the
 * meta leader hands it on to all who lead one of these: refreshing asks ten of them a second.
 */
const msPerRequest = 2;

/** Groups that are asked for one by one, at most; for more of them all are listed. */
const fewGroups = 100;

/** Groups that are asked for at the same time. */
const concurrency = 8;

/**
 * Watches the groups of one account over a connection of that account: what servers announce there, single groups when
 * something is to be learnt about them, the account's totals every round (0.4 KB), and now and then a listing of
 * everything, for lags and rates and because announcements get lost.
 */
export class AccountObserver implements Observer {
	readonly facts: ObserverFacts = {
		leaderVersion: group => {
			const leader = this.#view.ledger.get(groupKey(group))?.leader;
			return leader === undefined ? undefined : this.#versions.get(leader);
		},
		accountNames: new AccountNames(),
	};
	readonly #link: Link;
	readonly #target: AccountObserverOptions['target'];
	readonly #view: AccountView;
	readonly #versions = new Map<string, string>();
	readonly #servers: SeenServers;
	readonly #totals = new TotalsWatch(restMs);
	readonly #pending: PendingGroupReads;
	readonly #betweenRounds = new Wakeup();
	readonly #scheduler: InventoryScheduler;
	#intervalMs: number;
	/** Ends with the connection: what was asked over it will not be answered. */
	#session = new AbortController();
	/** Whether everything has been listed over this connection. */
	#hasListed = false;
	/** Elections may be because a server is gone. */
	#hasElected = false;
	#stopped = false;
	#rounds: Promise<void> = Promise.resolve();

	constructor({link, target, own, intervalMs, emit}: AccountObserverOptions) {
		const {account, domain, api} = own;
		const ledger = new LeaderLedger<ReportedGroup>();
		const connectedServer = link.connection.info?.server_name ?? '';
		this.facts.accountNames.meet(account.id, account.name);
		this.#link = link;
		this.#target = target;
		this.#intervalMs = intervalMs;
		this.#view = {api, ledger, emit, source: {account, domain, connectedServer}};
		this.#servers = new SeenServers(ledger, this.#versions, domain);
		this.#scheduler = new InventoryScheduler({
			read: async () => this.#listAll(),
			refreshable: () => [{name: allGroups, isBusy: false}],
			isLineSlow: () => false,
			intervalMs,
		});
		this.#pending = new PendingGroupReads(groups => {
			void this.#readChanged(groups);
		});
	}

	start(): void {
		hearAccount(this.#link, this.#view, {
			eventPrefix: this.#target.jetStreamEventPrefix,
			onChanged: this.#pending.add,
		});
		this.#begin();
		this.#rounds = this.#runRounds();
	}

	suspend(): void {
		this.#session.abort();
		this.#scheduler.pause();
		this.#pending.forget();
	}

	resume(): void {
		this.#session = new AbortController();
		this.#begin();
		this.#betweenRounds.wake();
	}

	setIntervalMs(intervalMs: number): void {
		this.#intervalMs = intervalMs;
		this.#betweenRounds.wake();
		this.#scheduler.setIntervalMs(intervalMs);
	}

	async refresh(signal?: AbortSignal): Promise<void> {
		await untilAborted(this.#scheduler.readNow(allGroups), signal).catch(() => undefined);
	}

	takeDeletion(group: GroupIdentity): void {
		this.#view.ledger.deleted(group);
	}

	async stop(): Promise<void> {
		this.#stopped = true;
		this.suspend();
		this.#betweenRounds.wake();
		await this.#rounds;
	}

	#begin(): void {
		this.#hasListed = false;
		this.#scheduler.open();
		this.#scheduler.request(allGroups, 'needed', steadyNow());
	}

	async #runRounds(): Promise<void> {
		while (!this.#stopped) {
			const startedAt = steadyNow();
			await this.#runRound();
			await this.#betweenRounds.sleepFor(startedAt + this.#intervalMs - steadyNow());
		}
	}

	async #runRound(): Promise<void> {
		const {signal} = this.#session;
		const askedAt = steadyNow();
		const info = await attempt(this.#view, async () => this.#view.api.info(signal), signal);
		// Before the first listing nothing is known of any server.
		if (info && this.#hasListed) {
			await this.#askWhoAnswers(signal);
			this.#reportServers();
			this.#compare(info, askedAt);
		}
	}

	#compare({totals}: AccountInfo, askedAt: number): void {
		const {ledger} = this.#view;
		const times = {askedAt, changedAt: ledger.changedAt};
		if (
			!this.#scheduler.isReading(allGroups) &&
			this.#totals.disagrees(totals, ledger.allTotals(), times)
		) {
			this.#scheduler.request(allGroups, 'needed', steadyNow());
		}
	}

	async #listAll(): Promise<InventoryOutcome> {
		const {signal} = this.#session;
		const {api} = this.#view;
		const before = api.cost;
		const asking = this.#askAll(signal);
		const listing = await attempt(this.#view, async () => takeListing(this.#view, signal), signal);
		await asking;
		if (signal.aborted) {
			return 'void';
		}

		if (!listing) {
			return 'unanswered';
		}

		this.#hasListed = true;
		await this.#close(listing, signal);
		const bytes = api.cost.bytes - before.bytes;
		const answerMs = (api.cost.requests - before.requests) * msPerRequest;
		return {wireBytes: bytes, rawBytes: bytes, answerMs};
	}

	async #close(
		{askedAt, unanswered, hostless, offline}: AccountListing,
		signal: AbortSignal,
	): Promise<void> {
		const {ledger, emit, source} = this.#view;
		const {account, domain} = source;
		const silent = [...unanswered, ...hostless];
		emit({
			type: 'offline-reported',
			at: steadyNow(),
			domain,
			accountId: account.id,
			assets: offline,
		});
		// A group without an answer may still have its leader.
		const spared = new Set(silent.map(group => ledger.get(groupKey(group))?.leader));
		ledger.listed(askedAt, new Set(silent.map(group => groupKey(group))));
		await this.#askWhoAnswers(signal);
		this.#reportServers();
		if (unanswered.some(group => !ledger.get(groupKey(group)))) {
			return;
		}

		const {online} = this.#servers;
		const names = online.size === 0 ? [this.#view.source.connectedServer] : online;
		for (const server of names) {
			if (!spared.has(server)) {
				emit({type: 'look-completed', at: steadyNow(), askedAt, server});
			}
		}
	}

	async #readChanged(groups: readonly GroupIdentity[]): Promise<void> {
		const {signal} = this.#session;
		this.#hasElected = true;
		if (groups.length > fewGroups) {
			this.#scheduler.request(allGroups, 'needed', steadyNow());
			return;
		}

		await pLimit(concurrency).map([...groups], async group =>
			attempt(this.#view, async () => readGroup(this.#view, group, signal), signal),
		);
	}

	/** Asks all servers again where one let the last question pass, or leaders were elected since. */
	async #askWhoAnswers(signal: AbortSignal): Promise<void> {
		if (this.#hasElected || this.#servers.isOneMissed) {
			this.#hasElected = false;
			await this.#askAll(signal, this.#servers.names);
		}
	}

	async #askAll(signal: AbortSignal, expected?: ReadonlySet<string>): Promise<void> {
		const versions = await askVersions(this.#link, signal, expected);
		for (const [name, version] of versions) {
			this.#versions.set(name, version);
		}

		if (!signal.aborted) {
			this.#servers.answered(versions);
		}
	}

	#reportServers(): void {
		const {info} = this.#link.connection;
		const name = info?.server_name ?? '';
		if (info) {
			this.#versions.set(name, info.version);
		}

		this.#view.emit(
			this.#servers.report(steadyNow(), {
				name,
				cluster: info?.cluster ?? name,
				version: info?.version ?? '',
				jetStream: info?.jetstream ?? false,
			}),
		);
	}
}
