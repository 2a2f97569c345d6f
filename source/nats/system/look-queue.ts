import {steadyNow} from '../../time/clock.ts';
import {followUpGapMs, newsGapMs, type LookCost} from './look-pacing.ts';
import {dueAtOf, forgetWishes, newTurn, release, type LookTurn} from './look-turn.ts';

/** What a look cost; `unanswered`: to be tried again; `void`: nothing came of it, and nothing is to be done about it. */
export type LookOutcome = LookCost | 'unanswered' | 'void';

/**
 * Looks at a server. Must not reject.
 * @param failures looks before, in a row, that nobody answered
 */
export type Look = (server: string, failures: number) => Promise<LookOutcome>;

/** Looks under way at the same time. Those that wait for a slow server do not count: they cost nothing here. */
const concurrency = 6;

/** A look that takes longer than this waits for its server, in ms. */
const slowMs = 1000;

/** When a look that failed is tried again, in ms; twice as late after each further failure. */
const shortestRestMs = 2000;
const longestRestMs = 32_000;

/**
 * Decides when which server is looked at: one look a server at a time, six in all, a server's next one not before
 * its last has been paid for. Where elections on many servers give reason to look at all of them, that is spread.
 */
export class LookQueue {
	readonly #look: Look;
	readonly #isLineSlow: () => boolean;
	readonly #turns = new Map<string, LookTurn>();
	#running = 0;
	#timer: NodeJS.Timeout | undefined;
	/** When it goes on by itself; minus infinity where the end of a look will have it go on. */
	#nextAt = Number.POSITIVE_INFINITY;
	readonly #followUps = {quietAt: 0, paidAt: 0};
	#open = false;

	/** @param isLineSlow whether all answers take long, so that more looks at a time would only keep each other waiting */
	constructor(look: Look, isLineSlow = () => false) {
		this.#look = look;
		this.#isLineSlow = isLineSlow;
	}

	/** Starts, or goes on after `pause`. */
	open(): void {
		this.#open = true;
		this.#next();
	}

	/** Begins no look any more. What was wanted is forgotten. */
	pause(): void {
		this.#open = false;
		clearTimeout(this.#timer);
		for (const turn of this.#turns.values()) {
			forgetWishes(turn);
			turn.restingUntil = 0;
			turn.failures = 0;
			release(turn);
		}
	}

	/** Wants a look at a server that begins at `notBefore` (epoch in ms) at the earliest. An earlier wish stays. */
	want(server: string, notBefore: number): void {
		const turn = this.#turn(server);
		turn.wantedAt = Math.min(turn.wantedAt ?? notBefore, notBefore);
		this.#consider(turn);
	}

	/** Wants a look because groups have come or gone, from `notBefore` on (epoch in ms): then, where that is rare. */
	wantForNews(server: string, notBefore: number): void {
		const turn = this.#turn(server);
		turn.newsAt = Math.min(turn.newsAt ?? notBefore, notBefore);
		this.#consider(turn);
	}

	/**
	 * Wants a look once nobody has given such a reason for a while: a server that answers has less time for elections.
	 * @param longestMs after which it is due even if they go on
	 */
	wantOnceQuiet(server: string, longestMs: number): void {
		const turn = this.#turn(server);
		const now = steadyNow();
		turn.putOffUntil = Math.min(turn.putOffUntil ?? Infinity, now + longestMs);
		this.#followUps.quietAt = now + quietMs;
		this.#consider(turn);
	}

	/** When it will be quiet if nothing more happens, epoch in ms. */
	get quietAt(): number {
		return this.#followUps.quietAt;
	}

	/** Looks at a server as soon as there is room, whatever its last look cost. Resolves when it has been done. */
	async lookNow(server: string): Promise<void> {
		const turn = this.#turn(server);
		turn.wantedAt = 0;
		turn.hurried = true;
		const done = new Promise<void>(resolve => {
			turn.waiting.push(resolve);
		});
		this.#next();
		await (this.#open ? done : undefined);
	}

	/** When the server was last asked, epoch in ms; 0 for never. */
	askedAt(server: string): number {
		return this.#turns.get(server)?.askedAt ?? 0;
	}

	isBusy(server: string): boolean {
		return this.#turns.get(server)?.running ?? false;
	}

	/** What the last look at a server cost; undefined when there was none. */
	costOf(server: string): LookCost | undefined {
		return this.#turns.get(server)?.cost;
	}

	/** What the last looks cost, one entry a server. */
	costs(): readonly LookCost[] {
		return [...this.#turns.values()].flatMap(({cost}) => (cost ? [cost] : []));
	}

	forget(server: string): void {
		const turn = this.#turns.get(server);
		if (turn && !turn.running) {
			release(turn);
			this.#turns.delete(server);
		}
	}

	#turn(server: string): LookTurn {
		let turn = this.#turns.get(server);
		if (!turn) {
			turn = newTurn();
			this.#turns.set(server, turn);
		}

		return turn;
	}

	/** A thousand elections in a second put looks off: what is due later than what is waited for needs no thought. */
	#consider(turn: LookTurn): void {
		if (!turn.running && dueAtOf(turn, this.#followUps) < this.#nextAt) {
			this.#next();
		}
	}

	#next(): void {
		clearTimeout(this.#timer);
		for (;;) {
			if (!this.#open || this.#running >= concurrency) {
				this.#nextAt = Number.NEGATIVE_INFINITY;
				return;
			}

			const first = this.#first();
			this.#nextAt = first?.dueAt ?? Number.POSITIVE_INFINITY;
			if (!first || !Number.isFinite(first.dueAt)) {
				return;
			}

			const inMs = first.dueAt - steadyNow();
			if (inMs > 0) {
				this.#timer = setTimeout(() => {
					this.#next();
				}, inMs);
				return;
			}

			void this.#run(first.server, first.turn);
		}
	}

	/** Who is due first, of those whose last look is over. */
	#first(): Due | undefined {
		let first: Due | undefined;
		for (const [server, turn] of this.#turns) {
			const dueAt = turn.running ? Number.POSITIVE_INFINITY : dueAtOf(turn, this.#followUps);
			if (dueAt < (first?.dueAt ?? Number.POSITIVE_INFINITY)) {
				first = {server, turn, dueAt};
			}
		}

		return first;
	}

	async #run(server: string, turn: LookTurn): Promise<void> {
		const {waiting, wantedAt = Number.POSITIVE_INFINITY, newsAt, putOffUntil, cost} = turn;
		turn.running = true;
		if (putOffUntil !== undefined && wantedAt > steadyNow() && cost) {
			this.#followUps.paidAt = Math.max(this.#followUps.paidAt, steadyNow()) + followUpGapMs(cost);
		}

		forgetWishes(turn);
		turn.waiting = [];
		turn.askedAt = steadyNow();
		const leaveRoom = this.#takeRoom();
		const outcome = await this.#look(server, turn.failures);
		leaveRoom();
		turn.running = false;
		if (outcome === 'unanswered') {
			this.#rest(server, turn);
		} else if (outcome !== 'void') {
			turn.cost = outcome;
			turn.failures = 0;
			if (newsAt !== undefined) {
				turn.newsFrom = turn.askedAt + newsGapMs(outcome, this.costs());
			}
		}

		waiting.forEach(resolve => {
			resolve();
		});
		this.#next();
	}

	/** Returns the way to make room for the next look; after a while it is made anyway. */
	#takeRoom(): () => void {
		this.#running++;
		let taken = true;
		const leave = () => {
			clearTimeout(timer);
			this.#running -= taken ? 1 : 0;
			taken = false;
		};
		const timer = setTimeout(() => {
			if (!this.#isLineSlow()) {
				leave();
				this.#next();
			}
		}, slowMs);
		return leave;
	}

	#rest(server: string, turn: LookTurn): void {
		if (this.#open) {
			turn.restingUntil =
				steadyNow() + Math.min(shortestRestMs * 2 ** turn.failures, longestRestMs);
			turn.failures++;
			this.want(server, turn.restingUntil);
		}
	}
}

/** How long no reason must have come, in ms; elections of one cause follow each other within a second or two. */
const quietMs = 1500;

type Due = {readonly server: string; readonly turn: LookTurn; readonly dueAt: number};
