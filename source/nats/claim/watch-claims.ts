import type {NatsConnection} from 'nats';
import type {ClaimHolder} from '../../cluster.ts';
import {claimSubject, decodeClaim} from './claim-message.ts';

/** A holder that has not been heard for this long is gone: it says every 2 s that it is there. */
const silenceMs = 7000;

/** Tells who runs moves on a cluster, and when nobody does any more. Returns the way to end it. */
export function watchClaims(
	connection: NatsConnection,
	cluster: string,
	listener: (holder: ClaimHolder | undefined) => void,
): () => void {
	let silence: NodeJS.Timeout | undefined;
	const subscription = connection.subscribe(claimSubject(cluster), {
		callback(error, message) {
			const heard = error ? undefined : decodeClaim(message.string());
			if (!heard || heard.type === 'asking') {
				return;
			}

			clearTimeout(silence);
			if (heard.type === 'released') {
				listener(undefined);
				return;
			}

			silence = setTimeout(listener, silenceMs, undefined);
			listener({who: heard.who, purpose: heard.purpose, since: heard.startedAt});
		},
	});
	return () => {
		clearTimeout(silence);
		subscription.unsubscribe();
	};
}
