import {errors, type Subscription} from 'nats';
import type {Link} from '../client/link.ts';
import {decodeClaim, encodeClaim, type ClaimMessage} from './claim-message.ts';
import type {Voice, Voices} from './voices.ts';

/** For how long what was said last is waited to leave, in ms. */
const flushMs = 1000;

/** How claims on one cluster are heard and spoken over all connections, those included that are opened meanwhile. */
export class ClaimLines {
	readonly #subject: string;
	readonly #hear: (message: ClaimMessage) => void;
	readonly #lines = new Map<Link, Line>();
	readonly #leave: () => void;

	/** @param hear gets a message once for each connection that it arrives on */
	constructor(voices: Voices, subject: string, hear: (message: ClaimMessage) => void) {
		this.#subject = subject;
		this.#hear = hear;
		this.#leave = voices.onJoin(voice => {
			this.#join(voice);
		});
		for (const voice of voices.now()) {
			this.#join(voice);
		}
	}

	/** Speaks over all connections that may. */
	say(message: ClaimMessage): void {
		for (const [{connection}, {isMute}] of this.#lines) {
			if (!isMute && !connection.isClosed()) {
				connection.publish(this.#subject, encodeClaim(message));
			}
		}
	}

	/**
	 * Makes sure that everything said from now on is heard here.
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
		return [...this.#lines.values()].flatMap(({who, isDeaf, isMute}) => {
			const lacks = [...(isDeaf ? ['subscribe'] : []), ...(isMute ? ['publish'] : [])];
			return lacks.length === 0
				? []
				: [
						`${who} may not ${lacks.join(' or ')} to leadertop.claim.*: other leadertops of that account may move leaders at the same time; allow it to this user`,
					];
		});
	}

	/** Hears nothing more. */
	end(): void {
		this.#leave();
		for (const {subscription, forget} of this.#lines.values()) {
			subscription.unsubscribe();
			forget();
		}
	}

	/** Waits until what was said has left, where that is possible. */
	async flush(): Promise<void> {
		let timer: NodeJS.Timeout | undefined;
		const patience = new Promise<void>(resolve => {
			timer = setTimeout(resolve, flushMs);
		});
		const flushes = [...this.#lines.keys()].map(async ({connection}) => connection.flush());
		await Promise.race([Promise.allSettled(flushes), patience]);
		clearTimeout(timer);
	}

	#join({link, who}: Voice): void {
		if (this.#lines.has(link) || link.connection.isClosed()) {
			return;
		}

		const line: Line = {
			who,
			isDeaf: false,
			isMute: false,
			subscription: link.connection.subscribe(this.#subject, {
				callback: (error, message) => {
					if (error) {
						line.isDeaf ||= error instanceof errors.PermissionViolationError;
						return;
					}

					const heard = decodeClaim(message.string());
					if (heard) {
						this.#hear(heard);
					}
				},
			}),
			forget: link.onPublishRefused(subject => {
				line.isMute ||= subject === this.#subject;
			}),
		};
		this.#lines.set(link, line);
	}
}

type Line = {
	readonly who: string;
	readonly subscription: Subscription;
	readonly forget: () => void;
	/** It may not subscribe. */
	isDeaf: boolean;
	/** It may not publish. */
	isMute: boolean;
};
