import {setImmediate as yieldToOthers} from 'node:timers/promises';
import type {ClusterEvent} from '../../domain/cluster-event.ts';
import type {GroupIdentity} from '../../domain/raft-group.ts';
import {steadyNow} from '../../time/clock.ts';
import type {Link} from '../client/link.ts';
import {untilAborted} from '../../time/abort.ts';
import {hearAdvisories} from './hear-advisories.ts';
import type {KnownServer} from './known-server.ts';
import {pageTimeoutMs} from './look-at-server.ts';
import {busyGapMs, isBusy, isSlowLine, slowRoundGapMs} from './look-pacing.ts';
import {LookQueue, type LookOutcome} from './look-queue.ts';
import {surveyMetaGroups} from './survey-meta-groups.ts';
import {reject, startObservation, type Observation} from './observation.ts';
import {newSession} from './new-session.ts';
import {observedFacts, type ObservedFacts} from './observed-facts.ts';
import {Wakeup} from '../../time/sleep.ts';
import {RejoinWatch} from './rejoin-watch.ts';
import {RoutineLooks} from './routine-looks.ts';
import {Survey} from './survey.ts';
import {takeInventory} from './take-inventory.ts';

export type ObserverOptions = {
	readonly link: Link;
	readonly inboxPrefix: string | undefined;
	readonly intervalMs: number;
	readonly emit: (event: ClusterEvent) => void;
};

/** Bounds of the time that a round waits for its answers, in ms. */
const deadlineMs = {shortest: 1000, longest: 2000} as const;

/** How often a server is looked at while it starts, in ms. */
const startingGapMs = 1000;

/**
 * Watches all clusters behind a connection to the system account: rounds of cheap questions to all servers, looks at
 * the inventories of single ones when something is to be learnt from it, and what the servers announce by themselves.
 */
export class SystemObserver {
	readonly facts: ObservedFacts;
	readonly #link: Link;
	readonly #observation: Observation;
	readonly #queue: LookQueue;
	readonly #survey: Survey;
	readonly #rejoins = new RejoinWatch();
	readonly #betweenRounds = new Wakeup();
	readonly #routine: RoutineLooks;
	#intervalMs: number;
	/** Ends with the connection: what was asked over it will not be answered. */
	#session = newSession();
	#stopped = false;
	#mustLookAtAll = true;
	#round: Promise<void> = Promise.resolve();
	#loops: Promise<unknown> = Promise.resolve();

	constructor({link, inboxPrefix, intervalMs, emit}: ObserverOptions) {
		this.#link = link;
		this.#intervalMs = intervalMs;
		this.#observation = startObservation(emit);
		this.facts = observedFacts(this.#observation);
		this.#queue = new LookQueue(
			async (server, failures) => this.#look(server, failures),
			() => isSlowLine(this.#observation.roster.answerMs),
		);
		this.#routine = new RoutineLooks({
			servers: () => this.#settledServers(),
			queue: this.#queue,
			intervalMs,
		});
		const {roster} = this.#observation;
		this.#survey = new Survey(link, inboxPrefix, {
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
		hearAdvisories(this.#link, this.#observation, this.#queue);
		this.#queue.open();
		this.#loops = Promise.all([this.#runRounds(), this.#routine.run()]);
	}

	/** The connection was lost: nothing can be asked. */
	suspend(): void {
		this.#session.abort();
		this.#queue.pause();
	}

	/** The connection is back: whatever was announced in between was missed. */
	resume(): void {
		this.#session = newSession();
		this.#mustLookAtAll = true;
		this.#queue.open();
		this.#betweenRounds.wake();
	}

	setIntervalMs(intervalMs: number): void {
		this.#intervalMs = intervalMs;
		this.#betweenRounds.wake();
		this.#routine.setIntervalMs(intervalMs);
	}

	/** Asks for everything anew; for nothing while the connection is lost. Never rejects. */
	async refresh(signal?: AbortSignal): Promise<void> {
		const everything = async () => {
			// Without a connection nothing else here would wait for anything.
			await yieldToOthers();
			await this.#runRound();
			await Promise.all(
				[...this.#observation.roster.values()]
					.filter(known => known.canBeLookedAt())
					.map(async ({identity}) => this.#queue.lookNow(identity.name)),
			);
		};
		await untilAborted(everything(), signal).catch(() => undefined);
	}

	/** Takes in that a group was deleted, as its own account announced. */
	takeDeletion(group: GroupIdentity): void {
		this.#observation.ledger.deleted(group);
	}

	/** Ends all loops. Resolves when nothing runs any more. */
	async stop(): Promise<void> {
		this.#stopped = true;
		this.suspend();
		this.#betweenRounds.wake();
		this.#routine.stop();
		await this.#loops;
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

		const {roster, ledger, counters, hearsay, emit} = this.#observation;
		const inTime = await this.#survey.run({
			expected: roster.expected(),
			deadlineMs: Math.min(Math.max(this.#intervalMs, deadlineMs.shortest), deadlineMs.longest),
			signal,
		});
		// Without a connection nobody can answer, and nothing follows from it.
		if (signal.aborted) {
			return;
		}

		const at = steadyNow();
		const report = roster.closeRound(inTime, at);
		emit(report);
		const absent = new Set([...report.silent, ...report.offline.map(({name}) => name)]);
		for (const told of surveyMetaGroups(this.#observation, absent, at)) {
			emit(told);
		}

		for (const gone of roster.forgetLongGone(at)) {
			this.#queue.forget(gone);
			ledger.forget(gone);
			counters.forget(gone);
			hearsay.forget(gone);
			this.#rejoins.forget(gone);
		}

		this.#wantLooks(this.#rejoins.clustersDue(report));
	}

	/** @param stirred clusters in which all that was told before is in doubt */
	#wantLooks(stirred: ReadonlySet<string>): void {
		const {roster, counters} = this.#observation;
		const all = this.#mustLookAtAll;
		this.#mustLookAtAll = false;
		for (const known of roster.values()) {
			const {identity, summary, summaryAskedAt, trust} = known;
			const {name, cluster} = identity;
			const mustLook = all || stirred.has(cluster);
			if (!summary || !known.canBeLookedAt() || (!mustLook && this.#queue.isBusy(name))) {
				continue;
			}

			const restMs = !all && isBusy(known.load) ? busyGapMs : 0;
			const notBefore = Math.max(steadyNow(), this.#queue.askedAt(name) + restMs);
			if (mustLook || trust !== 'settled') {
				this.#queue.want(name, notBefore);
			} else if (counters.disagrees(summary, summaryAskedAt)) {
				this.#queue.wantForNews(name, notBefore);
			}
		}
	}

	async #look(server: string, failures: number): Promise<LookOutcome> {
		const known = this.#observation.roster.get(server);
		if (!known || !known.canBeLookedAt()) {
			return 'void';
		}

		const {trust} = known;
		const {signal} = this.#session;
		const timeoutMs = pageTimeoutMs(failures);
		const outcome = await takeInventory(this.#link, this.#observation, known, {signal, timeoutMs});
		if (known.trust !== trust && (known.restarted || known.trust === 'starting')) {
			// Its state has changed with it: that need not wait for the next round.
			this.#betweenRounds.wake();
		}

		if (known.trust !== 'settled') {
			this.#queue.want(server, steadyNow() + startingGapMs);
		}

		return outcome;
	}

	/** Whom it makes sense to look at without further reason: nobody while the connection is lost. */
	#settledServers(): KnownServer[] {
		return this.#session.signal.aborted
			? []
			: [...this.#observation.roster.values()].filter(
					known => known.canBeLookedAt() && known.trust === 'settled',
				);
	}
}
