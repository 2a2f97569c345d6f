import {
	createInbox,
	errors,
	headers,
	PermissionViolationError,
	type Msg,
	type NatsConnection,
} from 'nats';
import type {ObservationCost} from '../../cluster.ts';
import {untilAborted} from '../../time/abort.ts';
import {saidBy} from '../access/client-errors.ts';
import {recordOf, textOf} from '../decode/json-value.ts';

export type AskOptions = {
	readonly timeoutMs: number;
	readonly signal?: AbortSignal;
	/** Lets a server compress its answer, from some 10 KB on. Understood from nats-server 2.9 at the latest. */
	readonly compressed?: boolean;
};

/** A connection, seen as what is asked over it and what that costs. */
export class Link {
	readonly connection: NatsConnection;
	readonly #inboxPrefix: string | undefined;
	#requests = 0;
	/** The server has refused the subscription to answers, and none has arrived since. */
	#isInboxDenied = false;
	/** Called with the subject of each message that the server refused. */
	readonly #refusalListeners = new Set<(subject: string) => void>();
	/** Of the newest subscription. */
	#onRefused: ((reason: string) => void) | undefined;

	/** @param inboxPrefix where this user may hear answers; undefined: where nats.js hears them */
	constructor(connection: NatsConnection, inboxPrefix?: string) {
		this.connection = connection;
		this.#inboxPrefix = inboxPrefix;
		void this.#followRefusals();
	}

	/** The JetStream domain that its server is in: there the plain `$JS.API` leads. */
	get domain(): string | undefined {
		// nats.js does not name the field.
		return textOf(recordOf(this.connection.info)?.['domain']);
	}

	/** A subject for answers to what is asked of many. */
	newInbox(): string {
		return createInbox(this.#inboxPrefix);
	}

	/**
	 * Makes sure that answers can arrive.
	 * @throws UnheardAnswersError where this user may not subscribe to them; what nats.js throws for a connection that is closed
	 */
	async checkAnswers(): Promise<void> {
		let isRefused = false;
		const probe = this.connection.subscribe(`${this.newInbox()}.*`, {
			callback(error) {
				isRefused ||= error !== null;
			},
		});
		// The server's no to the subscription comes before its answer to the ping.
		await this.connection.flush();
		probe.unsubscribe();
		if (isRefused) {
			throw new UnheardAnswersError(this.#inbox);
		}
	}

	/** The subject of answers where this user may not subscribe to it, as far as it has turned out: a reload may change it. */
	get deniedInbox(): string | undefined {
		return this.#isInboxDenied ? this.#inbox : undefined;
	}

	get #inbox(): string {
		return `${this.#inboxPrefix ?? '_INBOX'}.>`;
	}

	/**
	 * Asks a question that has one answer.
	 * @throws NoAnswerError, or the reason of the signal
	 */
	async ask(
		subject: string,
		payload: string,
		{timeoutMs, signal, compressed = false}: AskOptions,
	): Promise<Msg> {
		signal?.throwIfAborted();
		this.#requests++;
		try {
			const options = {timeout: timeoutMs, ...(compressed && {headers: acceptGzip()})};
			const answer = await untilAborted(this.connection.request(subject, payload, options), signal);
			this.#isInboxDenied = false;
			return answer;
		} catch (error) {
			signal?.throwIfAborted();
			const denial = denialIn(error);
			throw new NoAnswerError(subject, this.#whyUnanswered(error, denial, timeoutMs), {
				cause: error,
				denied: denial,
			});
		}
	}

	#whyUnanswered(
		error: unknown,
		denial: PermissionViolationError | undefined,
		timeoutMs: number,
	): string {
		if (denial) {
			return denial.operation === 'publish'
				? `may not publish to ${denial.subject}`
				: `may not subscribe to ${this.#inbox}`;
		}

		if (error instanceof errors.TimeoutError) {
			return `none within ${timeoutMs} ms`;
		}

		if (hasNoResponders(error)) {
			return 'no responders';
		}

		return error instanceof Error ? error.message : String(error);
	}

	/** Asks a question that many may answer, on a subject that is subscribed to. */
	askAll(
		subject: string,
		payload: string,
		{reply, compressed = false}: {readonly reply: string} & Pick<AskOptions, 'compressed'>,
	): void {
		this.#requests++;
		const headers = compressed ? acceptGzip() : undefined;
		this.connection.publish(subject, payload, headers ? {reply, headers} : {reply});
	}

	/** @param onMessage must not throw */
	subscribe(
		subject: string,
		onMessage: (message: Msg) => void,
		onRefused: (reason: string) => void,
	) {
		this.#onRefused = onRefused;
		return this.connection.subscribe(subject, {
			callback(error, message) {
				if (error) {
					onRefused(error.message);
				} else {
					onMessage(message);
				}
			},
		});
	}

	/** Calls back with the subject of each message that this user may not publish. Returns the way to end it. */
	onPublishRefused(listener: (subject: string) => void): () => void {
		this.#refusalListeners.add(listener);
		return () => {
			this.#refusalListeners.delete(listener);
		};
	}

	async #followRefusals(): Promise<void> {
		for await (const status of this.connection.status()) {
			if (status.type !== 'error') {
				continue;
			}

			const {error} = status;
			if (error instanceof PermissionViolationError) {
				this.#takeViolation(error);
			} else if (saidBy(error) === 'maximum subscriptions exceeded') {
				// The server names none: those above its limit are the newest.
				this.#onRefused?.(
					'maximum subscriptions exceeded; raise max_subscriptions of the server or the account',
				);
			}
		}
	}

	#takeViolation({operation, subject}: PermissionViolationError): void {
		if (operation === 'publish') {
			for (const listener of this.#refusalListeners) {
				listener(subject);
			}
		} else if (subject.startsWith(this.#inbox.slice(0, -1)) && subject.endsWith('.*')) {
			this.#isInboxDenied = true;
		}
	}

	cost(): ObservationCost {
		return {requests: this.#requests, bytesReceived: this.connection.stats().inBytes};
	}
}

/** A question without an answer. */
export class NoAnswerError extends Error {
	override readonly name = 'NoAnswerError';
	/** What was asked. */
	readonly subject: string;
	/** What happened, without the subject. */
	readonly reason: string;
	/**
	 * What this user may not do; undefined when that was not the reason. A question that may not be published was not asked;
	 * where answers may not be subscribed to, it was, and is carried out.
	 */
	readonly denied: PermissionViolationError | undefined;
	/** Whether the server reported no responders, rather than no answer in time. */
	readonly isUnheard: boolean;

	constructor(
		subject: string,
		reason: string,
		{
			denied,
			...options
		}: ErrorOptions & {readonly denied?: PermissionViolationError | undefined} = {},
	) {
		super(`No answer to ${subject}: ${reason}`, options);
		this.subject = subject;
		this.reason = reason;
		this.denied = denied;
		this.isUnheard = hasNoResponders(options.cause);
	}
}

/** This user may not subscribe to the answers to its questions. */
export class UnheardAnswersError extends Error {
	override readonly name = 'UnheardAnswersError';

	constructor(inbox: string) {
		super(
			`its user may not subscribe to ${inbox}, so no answer arrives. Allow it, or give the prefix that is allowed with --act-as-inbox-prefix, or inbox_prefix in the context.`,
		);
	}
}

function denialIn(error: unknown): PermissionViolationError | undefined {
	if (error instanceof PermissionViolationError) {
		return error;
	}

	return error instanceof Error && error.cause !== undefined ? denialIn(error.cause) : undefined;
}

function hasNoResponders(error: unknown): boolean {
	return (
		error instanceof errors.NoRespondersError ||
		(error instanceof errors.RequestError && error.isNoResponders())
	);
}

function acceptGzip() {
	const accept = headers();
	accept.set('Accept-Encoding', 'gzip');
	return accept;
}
