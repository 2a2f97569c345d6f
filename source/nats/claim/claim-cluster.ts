import {randomUUID} from 'node:crypto';
import type {ClaimAnswer, ClaimHolder, ClaimRequest} from '../../cluster.ts';
import {cleanText} from '../../domain/clean-text.ts';
import {untilAborted, withDeadline} from '../../time/abort.ts';
import {steadyNow} from '../../time/clock.ts';
import {ClaimChannel, type ClaimConnections} from './claim-connections.ts';
import {
	claimSubject,
	comesFirst,
	decodeClaim,
	type Claimant,
	type ClaimMessage,
} from './claim-message.ts';

/**
 * Asks all leadertops on the accounts that are reached whether one of them runs moves on the cluster. Nothing is stored: a
 * holder that died objects to nothing. It subscribes before it asks, so that of two that ask at the same time each gets
 * the other's message.
 * @throws the reason of the signal
 */
export async function claimCluster(
	connections: ClaimConnections,
	{cluster, who, purpose, signal}: ClaimRequest,
): Promise<ClaimAnswer> {
	signal?.throwIfAborted();
	const self: Claimant = {id: randomUUID(), startedAt: steadyNow(), who, purpose};
	const lost = new AbortController();
	let phase: 'asking' | 'holding' = 'asking';
	let object: ((rival: Claimant) => void) | undefined;
	await untilOpened(connections, signal);
	const channel = new ClaimChannel(connections, claimSubject(cluster), decodeClaim, message => {
		if (message.id !== self.id && message.type !== 'released') {
			answer(message);
		}
	});
	const send = (type: ClaimMessage['type']) => {
		channel.send({...self, type});
	};

	try {
		const rival = await firstObjection();
		if (rival) {
			channel.stopListening();
			return {type: 'refused', reason: whyRefused(rival, cluster)};
		}
	} catch (error) {
		channel.stopListening();
		throw error;
	}

	phase = 'holding';
	send('holding');
	const repeating = setInterval(send, repeatMs, 'holding');
	return {
		type: 'held',
		warnings: channel.warnings(),
		lost: lost.signal,
		async release() {
			clearInterval(repeating);
			channel.stopListening();
			send('released');
			await channel.flush();
		},
	};

	/** Who holds it keeps it, unless another holder was there before; of those who ask, the first one gets it. */
	function answer(rival: ClaimMessage): void {
		const isOurs = comesFirst(self, rival);
		if (phase === 'holding') {
			if (rival.type === 'asking' || isOurs) {
				send('holding');
			} else {
				lost.abort(new Error(whyRefused(rival, cluster)));
			}
		} else if (rival.type === 'asking' && isOurs) {
			send('asking');
		} else {
			object?.(rival);
		}
	}

	async function firstObjection(): Promise<Claimant | undefined> {
		// The round trip is a flush, too: from here on every request of others arrives.
		const waitMs = objectionTimeMs(await channel.roundTripMs());
		signal?.throwIfAborted();
		let timer: NodeJS.Timeout | undefined;
		const objection = new Promise<Claimant | undefined>(resolve => {
			timer = setTimeout(resolve, waitMs, undefined);
			object = resolve;
		});
		send('asking');
		try {
			return await untilAborted(objection, signal);
		} finally {
			clearTimeout(timer);
			object = undefined;
		}
	}
}

/** How long others have to object: some round trips, and the time that a busy leadertop needs to come to it. */
const objectionRoundTrips = 4;
const objectionMs = 150;

/** How long an answer of others may take, in ms. */
export function objectionTimeMs(roundTripMs: number): number {
	return objectionMs + objectionRoundTrips * roundTripMs;
}

/** How often a holder says that it is there, for those who only look, and to find another holder after a parted network. */
export const repeatMs = 2000;

function whyRefused({who, purpose, startedAt}: Claimant, cluster: string): string {
	const [name, place] = [cleanText(who), cleanText(cluster)];
	const since = `since ${new Date(startedAt).toISOString()}`;
	return purpose === 'keep'
		? `${name} keeps ${place} even ${since}, until it is stopped: stop its service, or send it SIGTERM`
		: `${name} is moving leaders on ${place} ${since}: wait for it, or stop it`;
}

/** Waits for connections that are being opened, for 5 s at most. */
export async function untilOpened(
	connections: ClaimConnections,
	signal: AbortSignal | undefined,
): Promise<void> {
	const opened = async (enough: AbortSignal) => untilAborted(connections.opened(), enough);
	await withDeadline(5000, signal, opened).catch(() => undefined);
	signal?.throwIfAborted();
}

/** Reports who runs moves on a cluster, and when no one does any more. Returns the function that stops it. */
export function watchClaims(
	connections: ClaimConnections,
	cluster: string,
	listener: (holder: ClaimHolder | undefined) => void,
): () => void {
	let silence: NodeJS.Timeout | undefined;
	let released: string | undefined;
	const channel = new ClaimChannel(connections, claimSubject(cluster), decodeClaim, message => {
		// What it said before may arrive later, over another connection.
		if (message.type === 'asking' || message.id === released) {
			return;
		}

		clearTimeout(silence);
		if (message.type === 'released') {
			released = message.id;
			listener(undefined);
			return;
		}

		silence = setTimeout(listener, silenceMs, undefined);
		listener({who: message.who, purpose: message.purpose, since: message.startedAt});
	});
	return () => {
		clearTimeout(silence);
		channel.stopListening();
	};
}

/** A holder that has not been heard for this long is gone, in ms. */
export const silenceMs = 7000;
