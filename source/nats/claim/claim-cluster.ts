import {randomUUID} from 'node:crypto';
import type {ClaimAnswer, ClaimRequest} from '../../cluster.ts';
import {cleanText} from '../../domain/clean-text.ts';
import {steadyNow} from '../../time/clock.ts';
import {withDeadline} from '../../time/abort.ts';
import {untilAborted} from '../../time/abort.ts';
import {ClaimLines} from './claim-lines.ts';
import {claimSubject, comesFirst, type Claimant, type ClaimMessage} from './claim-message.ts';
import type {Voices} from './voices.ts';

/** How long others have to object: some round trips, and the time that a busy leadertop needs to come to it. */
const objectionRoundTrips = 4;
const objectionMs = 150;

/** How often a holder says that it is there, for those who only look, and to find another holder after a parted network. */
const sayEveryMs = 2000;

/** How long connections that are just being opened are waited for, in ms. */
const openingMs = 5000;

/**
 * Asks all leadertops on the accounts that are reached whether one of them runs moves on the cluster. Nothing is stored: a holder that
 * died objects to nothing. Who asks listens first, so that of two that ask at the same time each hears the other.
 * @throws the reason of the signal
 */
export async function claimCluster(
	voices: Voices,
	{cluster, who, purpose, signal}: ClaimRequest,
): Promise<ClaimAnswer> {
	signal?.throwIfAborted();
	const self: Claimant = {id: randomUUID(), startedAt: steadyNow(), who, purpose};
	const lost = new AbortController();
	let phase: 'asking' | 'holding' = 'asking';
	let hear: ((rival: Claimant) => void) | undefined;
	await untilOpened(voices, signal);
	const lines = new ClaimLines(voices, claimSubject(cluster), message => {
		if (message.id !== self.id && message.type !== 'released') {
			meet(message);
		}
	});
	const say = (type: ClaimMessage['type']) => {
		lines.say({...self, type});
	};

	try {
		const rival = await firstObjection();
		if (rival) {
			lines.end();
			return {type: 'refused', reason: whyRefused(rival, cluster)};
		}
	} catch (error) {
		lines.end();
		throw error;
	}

	phase = 'holding';
	say('holding');
	const saying = setInterval(say, sayEveryMs, 'holding');
	return {
		type: 'held',
		warnings: lines.warnings(),
		lost: lost.signal,
		async release() {
			clearInterval(saying);
			lines.end();
			say('released');
			await lines.flush();
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
		const roundTripMs = await lines.roundTripMs();
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

/** Waits for connections that are just being opened. */
export async function untilOpened(voices: Voices, signal: AbortSignal | undefined): Promise<void> {
	const opened = async (enough: AbortSignal) => untilAborted(voices.opened(), enough);
	await withDeadline(openingMs, signal, opened).catch(() => undefined);
	signal?.throwIfAborted();
}

function whyRefused({who, purpose, startedAt}: Claimant, cluster: string): string {
	const [name, place] = [cleanText(who), cleanText(cluster)];
	const since = `since ${new Date(startedAt).toISOString()}`;
	return purpose === 'keep'
		? `${name} keeps ${place} even ${since}, until somebody ends it: stop its service, or send TERM to that leadertop`
		: `${name} runs moves on ${place} ${since}: wait until it has ended, or end it`;
}
