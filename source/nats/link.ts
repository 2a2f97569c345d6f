import {headers, errors, PermissionViolationError, type Msg, type NatsConnection} from 'nats';
import type {ObservationCost} from '../cluster.ts';
import {Answers} from './answers.ts';
import {recordOf, textOf} from './decode/json-value.ts';

export type AskOptions = {
	readonly timeoutMs: number;
	readonly signal?: AbortSignal;
	/** Lets a server compress its answer: worth its while from some 10 KB on. Understood from nats-server 2.9 at the latest. */
	readonly compressed?: boolean;
};

/** A connection, seen as what is asked over it and what that costs. */
export class Link {
	readonly connection: NatsConnection;
	readonly #answers: Answers;
	#requests = 0;
	/** Told the subject of each message that the server refused to take; undefined while nobody asks. */
	#refusalListeners: Set<(subject: string) => void> | undefined;

	/** @param inboxPrefix where this user may hear answers; undefined: where nats.js hears them */
	constructor(connection: NatsConnection, inboxPrefix?: string) {
		this.connection = connection;
		this.#answers = new Answers(connection, inboxPrefix);
	}

	/** The JetStream domain that its server is in: there the plain `$JS.API` leads. */
	get domain(): string | undefined {
		// nats.js does not name the field.
		return textOf(recordOf(this.connection.info)?.['domain']);
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
		this.#requests++;
		try {
			const headers = compressed ? acceptGzip() : undefined;
			return await this.#answers.to({subject, payload, headers, timeoutMs, signal});
		} catch (error) {
			signal?.throwIfAborted();
			const denial = denialIn(error);
			const reason = denial ? `may not ${wordsOf(denial)}` : whyUnanswered(error, timeoutMs);
			throw new NoAnswerError(subject, reason, {cause: error, denied: denial?.subject});
		}
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

	/** Tells of each message that this user may not publish, by its subject. Returns the way to end it. */
	onPublishRefused(listener: (subject: string) => void): () => void {
		if (!this.#refusalListeners) {
			this.#refusalListeners = new Set();
			void this.#followRefusals(this.#refusalListeners);
		}

		const listeners = this.#refusalListeners;
		listeners.add(listener);
		return () => {
			listeners.delete(listener);
		};
	}

	/** Once for the life of the connection: who listens to its status cannot stop before the next one. */
	async #followRefusals(listeners: ReadonlySet<(subject: string) => void>): Promise<void> {
		for await (const status of this.connection.status()) {
			if (
				status.type === 'error' &&
				status.error instanceof PermissionViolationError &&
				status.error.operation === 'publish'
			) {
				for (const listener of listeners) {
					listener(status.error.subject);
				}
			}
		}
	}

	cost(): ObservationCost {
		return {requests: this.#requests, bytesReceived: this.connection.stats().inBytes};
	}
}

/** Nobody answered a question. */
export class NoAnswerError extends Error {
	override readonly name = 'NoAnswerError';
	/** What was asked. */
	readonly subject: string;
	/** What happened, without the subject. */
	readonly reason: string;
	/** The subject that this user may not publish or subscribe to; undefined when that was not the reason. */
	readonly denied: string | undefined;
	/** Whether the servers said that nobody listens on this subject, rather than nothing. */
	readonly isUnheard: boolean;

	constructor(
		subject: string,
		reason: string,
		{denied, ...options}: ErrorOptions & {readonly denied?: string | undefined} = {},
	) {
		super(`No answer to ${subject}: ${reason}`, options);
		this.subject = subject;
		this.reason = reason;
		this.denied = denied;
		this.isUnheard = hasNoResponders(options.cause);
	}
}

function denialIn(error: unknown): PermissionViolationError | undefined {
	if (error instanceof PermissionViolationError) {
		return error;
	}

	return error instanceof Error && error.cause !== undefined ? denialIn(error.cause) : undefined;
}

function wordsOf({operation, subject}: PermissionViolationError): string {
	return operation === 'publish'
		? `publish to ${subject}`
		: // The inbox of this connection alone helps nobody.
			`subscribe to ${subject.replace(/^(.*INBOX[^.]*)\..*$/, '$1.>')}`;
}

function whyUnanswered(error: unknown, timeoutMs: number): string {
	if (error instanceof errors.TimeoutError) {
		return `none within ${timeoutMs} ms`;
	}

	if (hasNoResponders(error)) {
		return 'nobody listens there';
	}

	return error instanceof Error ? error.message : String(error);
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
