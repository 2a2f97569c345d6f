import type {Msg} from 'nats';
import {steadyNow} from '../../time/clock.ts';
import type {Link} from '../client/link.ts';
import {UndecodableError} from '../decode/json-value.ts';
import {jetStreamSummary, type JetStreamSummary} from '../decode/jetstream-summary.ts';
import {readReply} from '../decode/read-reply.ts';
import {serverStatistics, type ServerStatistics} from '../decode/server-statistics.ts';
import {Gathering} from '../observing/gathering.ts';

export type SurveyHandlers = {
	/** Makes the names in a reply unique. */
	readonly unique: (value: unknown) => unknown;
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

type Question = 'JSZ' | 'STATSZ';

/** How long after the last answer of a first round another server may still answer, in ms. */
const quietMs = 500;

/** What statistics may bring on average, in bytes a second. Each route of a server takes 110 bytes in its reply. */
const statisticsBytesPerSecond = 250_000;

/** What totals may bring on average, in bytes a second before compression. Each peer takes 75 bytes in a server's reply. */
const totalsBytesPerSecond = 400_000;

/** The longest delay of a round while the ones before have no answer, in ms. */
const longestUnheardGapMs = 10_000;

/** From this size of a server's totals on they are compressed, in bytes. */
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
	#gathering: Gathering<Question> | undefined;
	#statisticsAt = 0;
	#statisticsBytes = 0;
	#totalsAt = 0;
	/** When the first of the rounds without any answer was sent, epoch in ms; undefined if an answer came. */
	#unheardSince: number | undefined;
	#totalsBytes = 0;
	#totalsReplies = 0;

	constructor(link: Link, handlers: SurveyHandlers) {
		this.#link = link;
		this.#handlers = handlers;
		this.#inbox = link.newInbox();
		reportRefusals(link, handlers.onRejected);
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
	 * When the next round may begin, epoch in ms: the last one has been paid for, and without any answer, twice as
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
		const gathering = new Gathering({questions, expected, deadlineMs, quietMs, signal});
		this.#gathering = gathering;
		for (const question of questions) {
			const reply = `${this.#inbox}.${question}.${askedAt}`;
			const subject = `$SYS.REQ.SERVER.PING.${question}`;
			if (question === 'JSZ') {
				this.#link.askAll(subject, '{"raft":true}', {reply, compressed});
			} else {
				this.#link.askAll(subject, '', {reply});
			}
		}

		const inTime = await gathering.done;
		if (signal.aborted) {
			this.#unheardSince = undefined;
		}

		return inTime;
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
			const {value: asOnWire, rawBytes} = await readReply(message);
			const value = this.#handlers.unique(asOnWire);
			if (question === 'STATSZ') {
				this.#statisticsBytes += rawBytes;
				const statistics = serverStatistics(value);
				this.#handlers.onStatistics(statistics);
				this.#gathering?.take('STATSZ', statistics.server.name, statistics.activeServers);
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
}

/**
 * Reports the questions that this user may not send to servers, each once: no caller awaits their answers, so none would
 * see the refusal.
 */
function reportRefusals(link: Link, onRejected: (subject: string, reason: string) => void): void {
	const reported = new Set<string>();
	link.onPublishRefused(subject => {
		// Each server is asked on a subject of its own.
		const asked = subject.replace(/^(\$SYS\.REQ\.SERVER\.)N[A-Z\d]{55}\./, '$1*.');
		if (asked.startsWith('$SYS.REQ.') && !reported.has(asked)) {
			reported.add(asked);
			onRejected(asked, 'this user may not publish to it; allow it to see everything');
		}
	});
}
