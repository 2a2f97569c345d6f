import {
	createInbox,
	errors,
	PermissionViolationError,
	type Msg,
	type MsgHdrs,
	type NatsConnection,
} from 'nats';

export type Question = {
	readonly subject: string;
	readonly payload: string;
	readonly headers: MsgHdrs | undefined;
	readonly timeoutMs: number;
	readonly signal: AbortSignal | undefined;
};

type Waiting = {
	readonly subject: string;
	readonly take: (answer: Msg) => void;
	readonly fail: (error: unknown) => void;
};

/**
 * Where the answers to the questions over one connection arrive: one subscription for all of them. `request` of nats.js
 * does the same, but makes an error, with its stack, for each answer that comes: the most expensive part of a step-down.
 */
export class Answers {
	readonly #connection: NatsConnection;
	readonly #inboxPrefix: string | undefined;
	readonly #waiting = new Map<string, Waiting>();
	/** What the subjects of answers begin with; undefined while they are not subscribed to. */
	#inbox: string | undefined;
	/** What the server said to the last subscription to answers, until an answer arrives. */
	#refusal: PermissionViolationError | undefined;
	#isFollowing = false;
	#asked = 0;

	constructor(connection: NatsConnection, inboxPrefix: string | undefined) {
		this.#connection = connection;
		this.#inboxPrefix = inboxPrefix;
	}

	/**
	 * The answer to a question.
	 * @throws TimeoutError, NoRespondersError, PermissionViolationError, what nats.js throws for a connection that is closed, or the reason of the signal
	 */
	async to({subject, payload, headers, timeoutMs, signal}: Question): Promise<Msg> {
		signal?.throwIfAborted();
		const inbox = this.#open();
		const token = String(this.#asked++);
		return new Promise((resolve, reject) => {
			const settle = () => {
				this.#waiting.delete(token);
				clearTimeout(timer);
				signal?.removeEventListener('abort', giveUp);
			};
			const fail = (error: unknown) => {
				settle();
				reject(error);
			};
			const giveUp = () => {
				fail(signal?.reason);
			};
			const timer = setTimeout(() => {
				fail(new errors.TimeoutError());
			}, timeoutMs);
			const take = (answer: Msg) => {
				settle();
				resolve(answer);
			};
			signal?.addEventListener('abort', giveUp);
			this.#waiting.set(token, {subject, take, fail});
			try {
				this.#connection.publish(subject, payload, {
					reply: inbox + token,
					...(headers && {headers}),
				});
			} catch (error) {
				fail(error);
			}
		});
	}

	/**
	 * Why no answer can arrive, after a round trip that tells; undefined where they can.
	 * @throws what nats.js throws for a connection that is closed
	 */
	async findRefusal(): Promise<PermissionViolationError | undefined> {
		this.#open();
		// The server's no to the subscription comes before its answer to the ping.
		await this.#connection.flush();
		return this.#refusal;
	}

	/** Why no answer can arrive, as far as it has turned out: permissions may change with a reload. */
	get refusal(): PermissionViolationError | undefined {
		return this.#refusal;
	}

	#open(): string {
		if (!this.#isFollowing) {
			this.#isFollowing = true;
			void this.#followRefusals();
			void this.#followEnd();
		}

		const inbox = this.#inbox ?? `${createInbox(this.#inboxPrefix)}.`;
		if (this.#inbox === undefined) {
			this.#connection.subscribe(`${inbox}*`, {
				callback: (error, answer) => {
					if (error) {
						this.#inbox = undefined;
						this.#refusal = error instanceof PermissionViolationError ? error : undefined;
						this.#fail(error);
					} else {
						this.#take(answer, inbox);
					}
				},
			});
			this.#inbox = inbox;
		}

		return inbox;
	}

	#take(answer: Msg, inbox: string): void {
		this.#refusal = undefined;
		const waiting = this.#waiting.get(answer.subject.slice(inbox.length));
		if (waiting && answer.data.length === 0 && answer.headers?.code === noResponders) {
			waiting.fail(new errors.NoRespondersError(waiting.subject));
		} else {
			waiting?.take(answer);
		}
	}

	#fail(error: unknown, subject?: string): void {
		for (const waiting of this.#waiting.values()) {
			if (subject === undefined || waiting.subject === subject) {
				waiting.fail(error);
			}
		}
	}

	async #followRefusals(): Promise<void> {
		for await (const status of this.#connection.status()) {
			if (
				status.type === 'error' &&
				status.error instanceof PermissionViolationError &&
				status.error.operation === 'publish'
			) {
				this.#fail(status.error, status.error.subject);
			}
		}
	}

	async #followEnd(): Promise<void> {
		await this.#connection.closed();
		this.#fail(new errors.ClosedConnectionError());
	}
}

/** The status of the empty message that a server sends where nobody listens. */
const noResponders = 503;
