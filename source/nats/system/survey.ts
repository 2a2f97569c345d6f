import {createInbox, type Msg} from 'nats';
import {steadyNow} from '../../time/clock.ts';
import {jetStreamSummary, type JetStreamSummary} from '../decode/jetstream-summary.ts';
import {readReply} from '../decode/read-reply.ts';
import {serverStatistics, type ServerStatistics} from '../decode/server-statistics.ts';
import {UndecodableError} from '../decode/json-value.ts';
import type {Link} from '../client/link.ts';
import {Gathering, type Question} from './gathering.ts';
import {hearRefusals} from './hear-refusals.ts';

export type SurveyHandlers = {
	readonly onStatistics: (statistics: ServerStatistics) => void;
	/** Times are epoch in ms. */
	readonly onSummary: (summary: JetStreamSummary, askedAt: number, answeredAt: number) => void;
	readonly onRejected: (subject: string, reason: string) => void;
};

export type SurveyRound = {
	/** Names of the servers to wait for; undefined while none is known. */
	readonly expected: ReadonlySet<string> | undefined;
	readonly deadlineMs: number;
	readonly signal: AbortSignal;
};

/** What statistics may bring on average, in bytes a second. Each route of a server takes 110 bytes in its reply. */
const statisticsBytesPerSecond = 250_000;

/** What totals may bring on average, in bytes a second before compression. Each peer takes 75 bytes in a server's reply. */
const totalsBytesPerSecond = 400_000;

/** The longest that a round is put off because nobody has answered those before, in ms. */
const longestUnheardGapMs = 10_000;

/** From this size of a server's totals on, compressing them is worth its while, in bytes. */
const worthCompressing = 4000;

/**
 * Asks all servers at once for their totals and statistics: 1.3 and 2 KB a server of three.
 * Totals (JSZ) cost a server with 3,000 groups about 2 ms, statistics (STATSZ) next to nothing. Both grow with the
 * square of the cluster's size. In large clusters rounds are therefore rarer, and statistics, which servers do not
 * compress, are left out of some of them.
 */
export class Survey {
	readonly #link: Link;
	readonly #handlers: SurveyHandlers;
	readonly #inbox: string;
	#gathering: Gathering | undefined;
	#statisticsAt = 0;
	#statisticsBytes = 0;
	#totalsAt = 0;
	/** When the first round was asked of which nobody has been heard since, epoch in ms; undefined when somebody has. */
	#unheardSince: number | undefined;
	#totalsBytes = 0;
	#totalsReplies = 0;

	constructor(link: Link, inboxPrefix: string | undefined, handlers: SurveyHandlers) {
		this.#link = link;
		this.#handlers = handlers;
		this.#inbox = createInbox(inboxPrefix);
		hearRefusals(link, handlers.onRejected);
		link.subscribe(
			`${this.#inbox}.*.*`,
			message => {
				void this.#receive(message);
			},
			reason => {
				handlers.onRejected(this.#inbox, reason);
			},
		);
	}

	/**
	 * When the next round may begin, epoch in ms: the last one has been paid for, and while nobody has answered, twice as
	 * much time has passed. On a slow line answers to more rounds would only keep those to the first one waiting.
	 */
	paidAt(): number {
		const now = steadyNow();
		const unheardMs = Math.min(now - (this.#unheardSince ?? now), longestUnheardGapMs);
		return Math.max(
			this.#totalsAt + (this.#totalsBytes * 1000) / totalsBytesPerSecond,
			now + unheardMs,
		);
	}

	/** One round. Returns who answered in time; a later answer still reaches the handlers. */
	async run({expected, deadlineMs, signal}: SurveyRound): Promise<ReadonlySet<string>> {
		const askedAt = steadyNow();
		const questions = this.#questions(askedAt);
		const compressed = this.#totalsBytes > this.#totalsReplies * worthCompressing;
		this.#totalsAt = askedAt;
		this.#unheardSince ??= askedAt;
		this.#totalsBytes = 0;
		this.#totalsReplies = 0;
		const gathering = new Gathering(questions, expected, deadlineMs);
		const cancel = () => {
			this.#unheardSince = undefined;
			gathering.end();
		};
		this.#gathering = gathering;
		signal.addEventListener('abort', cancel, {once: true});
		for (const question of questions) {
			const reply = `${this.#inbox}.${question}.${askedAt}`;
			const subject = `$SYS.REQ.SERVER.PING.${question}`;
			if (question === 'JSZ') {
				this.#link.askAll(subject, '{"raft":true}', {reply, compressed});
			} else {
				this.#link.askAll(subject, '', {reply});
			}
		}

		await gathering.done;
		signal.removeEventListener('abort', cancel);
		return gathering.answered();
	}

	#questions(now: number): readonly Question[] {
		const spent = (this.#statisticsBytes * 1000) / statisticsBytesPerSecond;
		if (now < this.#statisticsAt + spent) {
			return ['JSZ'];
		}

		this.#statisticsAt = now;
		this.#statisticsBytes = 0;
		return ['STATSZ', 'JSZ'];
	}

	async #receive(message: Msg): Promise<void> {
		const answeredAt = steadyNow();
		const [question, askedAt] = message.subject.slice(this.#inbox.length + 1).split('.');
		if (message.headers?.code === 503) {
			this.#gathering?.end();
			return;
		}

		try {
			const {value, rawBytes} = await readReply(message);
			if (question === 'STATSZ') {
				this.#statisticsBytes += rawBytes;
				this.#takeStatistics(serverStatistics(value));
			} else {
				this.#totalsBytes += rawBytes;
				this.#totalsReplies++;
				const summary = jetStreamSummary(value);
				this.#unheardSince = undefined;
				this.#handlers.onSummary(summary, Number(askedAt), answeredAt);
				this.#gathering?.take('JSZ', summary.server.name);
			}
		} catch (error) {
			if (!(error instanceof UndecodableError)) {
				throw error;
			}

			this.#handlers.onRejected(`$SYS.REQ.SERVER.PING.${question}`, error.message);
		}
	}

	#takeStatistics(statistics: ServerStatistics): void {
		this.#handlers.onStatistics(statistics);
		this.#gathering?.take('STATSZ', statistics.server.name, statistics.activeServers);
	}
}
