import {errors, type Subscription} from 'nats';
import {untilAborted, withDeadline} from '../../time/abort.ts';
import type {Link} from '../client/link.ts';

/** A connection over which leadertops of one account hear each other. */
export type ClaimConnection = {
	readonly link: Link;
	/** Whose connection it is, in words for the operator. */
	readonly who: string;
};

/**
 * All connections of this leadertop: a claim is sent and heard over each, so that one that came in by the system account
 * and one that came in by an account alone find each other.
 */
export type ClaimConnections = {
	/** Those that are open; the one that is watched over comes first. */
	readonly now: () => readonly ClaimConnection[];
	/** Resolves when those that are being opened are open, or have failed. */
	readonly opened: () => Promise<void>;
	/** Calls back with each that opens from now on. Returns the way to stop listening. */
	readonly onOpened: (listener: (connection: ClaimConnection) => void) => () => void;
};

/** Messages about one cluster over all connections, those included that open meanwhile. */
export class ClaimChannel<Message extends object> {
	readonly #subject: string;
	readonly #decode: (text: string) => Message | undefined;
	readonly #onMessage: (message: Message) => void;
	readonly #lines = new Map<Link, Line>();
	readonly #stopListening: () => void;

	/**
	 * @param decode gives undefined for what is no such message
	 * @param onMessage gets a message once for each connection that it arrives on
	 */
	constructor(
		connections: ClaimConnections,
		subject: string,
		decode: (text: string) => Message | undefined,
		onMessage: (message: Message) => void,
	) {
		this.#subject = subject;
		this.#decode = decode;
		this.#onMessage = onMessage;
		this.#stopListening = connections.onOpened(connection => {
			this.#add(connection);
		});
		for (const connection of connections.now()) {
			this.#add(connection);
		}
	}

	/** Sends over all connections that may. */
	send(message: Message): void {
		for (const [{connection}, {mayPublish}] of this.#lines) {
			if (mayPublish && !connection.isClosed()) {
				connection.publish(this.#subject, JSON.stringify(message));
			}
		}
	}

	/**
	 * Makes sure that every message from now on is heard here.
	 * @returns the time of the longest round trip, in ms
	 * @throws what the first connection fails with; others that are lost at the moment do not count
	 */
	async roundTripMs(): Promise<number> {
		const [first, ...others] = [...this.#lines.keys()].map(async ({connection}) =>
			connection.rtt(),
		);
		const trips = await Promise.allSettled(others);
		const times = trips.map(trip => (trip.status === 'fulfilled' ? trip.value : 0));
		return Math.max((await first) ?? 0, ...times);
	}

	/** What keeps leadertops from hearing each other, as far as it has turned out. */
	warnings(): readonly string[] {
		return [...this.#lines.values()].flatMap(({who, maySubscribe, mayPublish}) => {
			const lacks = [...(maySubscribe ? [] : ['subscribe']), ...(mayPublish ? [] : ['publish'])];
			return lacks.length === 0
				? []
				: [
						`${who} may not ${lacks.join(' or ')} to leadertop.claim.*: other leadertops of that account may move leaders at the same time; allow it to this user`,
					];
		});
	}

	/** Hears nothing more. */
	stopListening(): void {
		this.#stopListening();
		for (const {subscription, stopListening} of this.#lines.values()) {
			subscription.unsubscribe();
			stopListening();
		}
	}

	/** Waits until what was sent has left, where that is possible. */
	async flush(): Promise<void> {
		const flushes = [...this.#lines.keys()].map(async ({connection}) => connection.flush());
		const flushed = Promise.allSettled(flushes);
		await withDeadline(flushMs, undefined, async signal => untilAborted(flushed, signal)).catch(
			() => undefined,
		);
	}

	#add({link, who}: ClaimConnection): void {
		if (this.#lines.has(link) || link.connection.isClosed()) {
			return;
		}

		const line: Line = {
			who,
			maySubscribe: true,
			mayPublish: true,
			subscription: link.connection.subscribe(this.#subject, {
				callback: (error, message) => {
					if (error) {
						line.maySubscribe &&= !(error instanceof errors.PermissionViolationError);
						return;
					}

					const claim = this.#decode(message.string());
					if (claim) {
						this.#onMessage(claim);
					}
				},
			}),
			stopListening: link.onPublishRefused(subject => {
				line.mayPublish &&= subject !== this.#subject;
			}),
		};
		this.#lines.set(link, line);
	}
}

/** How long `flush` waits at most, in ms. */
const flushMs = 1000;

type Line = {
	readonly who: string;
	readonly subscription: Subscription;
	readonly stopListening: () => void;
	/** As far as it has turned out. */
	maySubscribe: boolean;
	mayPublish: boolean;
};
