import {randomUUID} from 'node:crypto';
import type {NatsConnection} from 'nats';
import type {ClaimAnswer, ClaimRequest} from '../../cluster.ts';
import {cleanText} from '../../domain/clean-text.ts';
import {
	claimSubject,
	comesFirst,
	decodeClaim,
	encodeClaim,
	type Claimant,
	type ClaimMessage,
} from './claim-message.ts';

/** How long others have to object: some round trips, and the time that a busy leadertop needs to come to it. */
const objectionRoundTrips = 4;
const objectionMs = 150;

/** How often a holder says that it is there, for those who only look, and to find another holder after a parted network. */
const sayEveryMs = 2000;

/**
 * Asks all leadertops on this account whether one of them runs moves on the cluster. Nothing is stored: a holder that
 * died objects to nothing. Who asks listens first, so that of two that ask at the same time each hears the other.
 * @throws the reason of the signal
 */
export async function claimCluster(
	connection: NatsConnection,
	{cluster, who, purpose, signal}: ClaimRequest,
): Promise<ClaimAnswer> {
	signal?.throwIfAborted();
	const subject = claimSubject(cluster);
	const self: Claimant = {id: randomUUID(), startedAt: Date.now(), who, purpose};
	const lost = new AbortController();
	let phase: 'asking' | 'holding' = 'asking';
	let hear: ((rival: Claimant) => void) | undefined;
	const say = (type: ClaimMessage['type'], to = subject) => {
		connection.publish(to, encodeClaim({...self, type}));
	};

	const subscription = connection.subscribe(subject, {
		callback(error, message) {
			const rival = error ? undefined : decodeClaim(message.string());
			if (rival && rival.id !== self.id && rival.type !== 'released') {
				meet(rival);
			}
		},
	});

	try {
		const rival = await firstObjection();
		if (rival) {
			subscription.unsubscribe();
			return {type: 'refused', reason: whyRefused(rival, cluster)};
		}
	} catch (error) {
		subscription.unsubscribe();
		throw error;
	}

	phase = 'holding';
	say('holding');
	const saying = setInterval(() => {
		if (!connection.isClosed()) {
			say('holding');
		}
	}, sayEveryMs);
	return {
		type: 'held',
		lost: lost.signal,
		async release() {
			clearInterval(saying);
			if (!connection.isClosed()) {
				subscription.unsubscribe();
				say('released');
				await connection.flush();
			}
		},
	};

	/** Who holds it keeps it, unless another holder was there before; of those who ask, the first one gets it. */
	function meet(rival: ClaimMessage): void {
		const isOurs = comesFirst(self, rival);
		if (phase === 'holding') {
			if (rival.type === 'asking' || isOurs) {
				say('holding');
			} else {
				lost.abort(new Error(whyRefused(rival, cluster)));
			}
		} else if (rival.type === 'asking' && isOurs) {
			say('asking');
		} else {
			hear?.(rival);
		}
	}

	async function firstObjection(): Promise<Claimant | undefined> {
		// The round trip is a flush, too: from here on nobody can ask without being heard.
		const roundTripMs = await connection.rtt();
		signal?.throwIfAborted();
		return new Promise((resolve, reject) => {
			const timer = setTimeout(end, objectionMs + objectionRoundTrips * roundTripMs, undefined);
			const abort = () => {
				clearTimeout(timer);
				reject(signal?.reason);
			};
			signal?.addEventListener('abort', abort);
			hear = end;
			say('asking');

			function end(rival: Claimant | undefined) {
				clearTimeout(timer);
				signal?.removeEventListener('abort', abort);
				hear = undefined;
				resolve(rival);
			}
		});
	}
}

function whyRefused({who, purpose, startedAt}: Claimant, cluster: string): string {
	const doing = purpose === 'keep' ? 'keeps' : 'runs moves on';
	const since = new Date(startedAt).toISOString();
	const what = purpose === 'keep' ? `${cluster} even` : cluster;
	return `${cleanText(who)} ${doing} ${cleanText(what)} since ${since}: wait until it has ended, or end it`;
}
