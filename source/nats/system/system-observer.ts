import {setMaxListeners} from 'node:events';
import {setImmediate as nextTurn} from 'node:timers/promises';
import type {GroupIdentity} from '../../domain/raft-group.ts';
import {untilAborted} from '../../time/abort.ts';
import {steadyNow} from '../../time/clock.ts';
import {Wakeup} from '../../time/sleep.ts';
import type {Link} from '../client/link.ts';
import type {Observer, ObserverHandlers} from '../observing/observer.ts';
import {slowRoundGapMs} from '../observing/pacing.ts';
import {hearAdvisories} from './advisories.ts';
import {
	busyGapMs,
	InventoryScheduler,
	type InventoryOutcome,
} from '../observing/inventory-scheduler.ts';
import {
	observedFacts,
	reject,
	startAnew,
	startObservation,
	type Observation,
	type ObservedFacts,
} from './observation.ts';
import {RejoinWatch} from './rejoin-watch.ts';
import {Survey, type SurveyRound} from './survey.ts';
import {takeInventory} from './take-inventory.ts';

export type ObserverOptions = ObserverHandlers & {
	readonly link: Link;
	readonly intervalMs: number;
	readonly heardIn: string | undefined;
};

/** Bounds of the time that a round waits for its answers, in ms. */
const deadlineMs = {shortest: 1000, longest: 2000} as const;

/** How often the inventory of a server is read while it starts, in ms. */
const startingGapMs = 1000;

/** Where most servers take longer for a small answer, in ms, it must be the line. */
const slowLineMs = 1000;

/**
 * Watches all clusters behind a connection to the system account: rounds of cheap questions to all servers, inventories
 * of single ones when something is to be learnt from them, and what the servers announce by themselves.
 */
export class SystemObserver implements Observer {
	readonly facts: ObservedFacts;
	readonly #link: Link;
	readonly #observation: Observation;
	readonly #scheduler: InventoryScheduler;
	readonly #survey: Survey;
	#rejoins = new RejoinWatch();
	#namesRevision = 0;
	readonly #betweenRounds = new Wakeup();
	#intervalMs: number;
	/** Ends with the connection: what was asked over it will not be answered. */
	#session = newSession();
	#stopped = false;
	#needsAll = true;
	#round: Promise<void> = Promise.resolve();
	#rounds: Promise<void> = Promise.resolve();

	constructor({link, intervalMs, emit, heardIn}: ObserverOptions) {
		this.#link = link;
		this.#intervalMs = intervalMs;
		this.#observation = startObservation(emit, heardIn);
		this.facts = observedFacts(this.#observation);
		const {roster} = this.#observation;
		this.#scheduler = new InventoryScheduler({
			read: async (server, failures) => this.#read(server, failures),
			refreshable: () =>
				[...roster.values()]
					.filter(known => known.canBeAsked() && known.trust === 'trusted')
					.map(({identity: {name}, isBusy}) => ({name, isBusy})),
			isLineSlow: () => roster.answerMs > slowLineMs,
			intervalMs,
		});
		this.#survey = new Survey(link, {
			unique: value => this.#observation.names.apply(value),
			onStatistics(statistics) {
				roster.takeStatistics(statistics);
			},
			onSummary(summary, askedAt, answeredAt) {
				roster.takeSummary(summary, askedAt, answeredAt);
			},
			onRejected: (subject, reason) => {
				reject(this.#observation, subject, reason);
			},
		});
	}

	start(): void {
		hearAdvisories(this.#link, this.#observation, this.#scheduler);
		this.#scheduler.open();
		this.#rounds = this.#runRounds();
	}

	suspend(): void {
		this.#session.abort();
		this.#scheduler.pause();
	}

	resume(): void {
		this.#session = newSession();
		this.#needsAll = true;
		this.#scheduler.open();
		this.#betweenRounds.wake();
	}

	setIntervalMs(intervalMs: number): void {
		this.#intervalMs = intervalMs;
		this.#betweenRounds.wake();
		this.#scheduler.setIntervalMs(intervalMs);
	}

	async refresh(signal?: AbortSignal): Promise<void> {
		const everything = async () => {
			// Without a connection nothing else here would wait for anything.
			await nextTurn();
			await this.#runRound();
			await Promise.all(
				[...this.#observation.roster.values()]
					.filter(known => known.canBeAsked())
					.map(async ({identity}) => this.#scheduler.readNow(identity.name)),
			);
		};
		await untilAborted(everything(), signal).catch(() => undefined);
	}

	takeDeletion(group: GroupIdentity): void {
		this.#observation.ledger.deleted(group);
	}

	async stop(): Promise<void> {
		this.#stopped = true;
		this.suspend();
		this.#betweenRounds.wake();
		await this.#rounds;
	}

	async #runRounds(): Promise<void> {
		while (!this.#stopped) {
			const startedAt = steadyNow();
			await this.#runRound();
			const {answerMs} = this.#observation.roster;
			const gapMs = Math.max(this.#intervalMs, slowRoundGapMs(answerMs));
			const dueAt = Math.max(startedAt + gapMs, this.#survey.paidAt());
			await this.#betweenRounds.sleepFor(dueAt - steadyNow());
		}
	}

	/** Rounds never overlap. */
	async #runRound(): Promise<void> {
		const before = this.#round;
		this.#round = this.#roundAfter(before);
		await this.#round;
	}

	async #roundAfter(before: Promise<void>): Promise<void> {
		await before;
		const {signal} = this.#session;
		if (signal.aborted) {
			return;
		}

		const {roster, ledger, metaGroups, otherServersReports, emit, names} = this.#observation;
		let inTime = await this.#survey.run(this.#nextRound());
		while (names.revision !== this.#namesRevision && !signal.aborted) {
			this.#startAnew();
			inTime = await this.#survey.run(this.#nextRound());
		}

		// Without a connection a missing answer proves nothing.
		if (signal.aborted) {
			return;
		}

		const at = steadyNow();
		const report = roster.closeRound(inTime, at);
		emit(report);
		const absent = new Set([...report.silent, ...report.offline.map(({name}) => name)]);
		for (const event of metaGroups.surveyed(absent, at)) {
			emit(event);
		}

		for (const gone of roster.forgetLongGone(at)) {
			this.#scheduler.forget(gone);
			ledger.forget(gone);
			otherServersReports.forget(gone);
			this.#rejoins.forget(gone);
		}

		this.#requestInventories(this.#rejoins.clustersDue(report));
	}

	#nextRound(): SurveyRound {
		return {
			expected: this.#observation.roster.expected(),
			deadlineMs: Math.min(Math.max(this.#intervalMs, deadlineMs.shortest), deadlineMs.longest),
			signal: this.#session.signal,
		};
	}

	/** Servers or clusters of the same name have been met: what is known of them may be of any of them. */
	#startAnew(): void {
		this.#namesRevision = this.#observation.names.revision;
		this.#scheduler.pause();
		startAnew(this.#observation);
		this.#rejoins = new RejoinWatch();
		this.#needsAll = true;
		this.#scheduler.open();
	}

	/** @param rejoined clusters in which all that servers said before is in doubt */
	#requestInventories(rejoined: ReadonlySet<string>): void {
		const {roster, ledger} = this.#observation;
		const all = this.#needsAll;
		this.#needsAll = false;
		for (const known of roster.values()) {
			const {name, cluster} = known.identity;
			const isNeeded = all || rejoined.has(cluster);
			if (!known.canBeAsked() || (!isNeeded && this.#scheduler.isReading(name))) {
				continue;
			}

			const restMs = !all && known.isBusy ? busyGapMs : 0;
			const notBefore = Math.max(steadyNow(), this.#scheduler.askedAt(name) + restMs);
			if (isNeeded || known.trust !== 'trusted') {
				this.#scheduler.request(name, 'needed', notBefore);
			} else if (known.missedChanges(ledger)) {
				this.#scheduler.request(name, 'changed', notBefore);
			}
		}
	}

	async #read(server: string, failures: number): Promise<InventoryOutcome> {
		const known = this.#observation.roster.get(server);
		if (!known?.canBeAsked()) {
			return 'void';
		}

		const {trust} = known;
		const {signal} = this.#session;
		const led = this.#ledBy(server);
		const outcome = await takeInventory(this.#link, this.#observation, known, {failures, signal});
		if (this.#observation.heardIn !== undefined && this.#ledBy(server) < led) {
			this.#requestOthers(server);
		}

		if (known.trust !== trust && (known.restarted || known.trust === 'starting')) {
			// Its state has changed with it: that need not wait for the next round.
			this.#betweenRounds.wake();
		}

		if (known.trust !== 'trusted') {
			this.#scheduler.request(server, 'needed', steadyNow() + startingGapMs);
		}

		return outcome;
	}

	#ledBy(server: string): number {
		const {streams, consumers} = this.#observation.ledger.totals(server);
		return streams + consumers;
	}

	/** Where elections are not heard, one of the others leads what a server does not name any more. */
	#requestOthers(server: string): void {
		for (const known of this.#observation.roster.values()) {
			if (known.identity.name !== server && known.canBeAsked()) {
				this.#scheduler.request(known.identity.name, 'changed', steadyNow());
			}
		}
	}
}

/** Every question listens for its end: dozens where servers are slow. */
function newSession(): AbortController {
	const session = new AbortController();
	setMaxListeners(0, session.signal);
	return session;
}
