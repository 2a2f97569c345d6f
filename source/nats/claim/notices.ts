import {randomUUID} from 'node:crypto';
import type {NoticeBoard} from '../../cluster.ts';
import type {ClusterNotice, RollNotice} from '../../domain/roll/notice.ts';
import {ClaimChannel, type ClaimConnections} from './claim-connections.ts';
import {claimSubject, parsed, recordOf} from './claim-message.ts';
import {objectionTimeMs, repeatMs, silenceMs, untilOpened} from './claim-cluster.ts';

/**
 * Messages between leadertops that do not claim anything, on the subject of the claims: what is allowed for these is
 * allowed for them, and an older leadertop takes no notice.
 * - `notice`: what one keeps of the cluster; sent when that changes, when it is wanted, and at intervals while there is anything
 * - `notices-wanted`: somebody new wants to know
 */
type NoticeMessage =
	| (ClusterNotice & {readonly type: 'notice'; readonly id: string})
	| {readonly type: 'notices-wanted'; readonly id: string};

/** Tells other leadertops what this one keeps of a cluster, and hears what they keep. Nothing is stored: who has died falls silent. */
export function openNotices(
	connections: ClaimConnections,
	cluster: string,
	who: string,
	onChange: () => void,
): NoticeBoard {
	const id = randomUUID();
	const heard = new Map<
		string,
		{readonly notice: ClusterNotice; readonly silence: NodeJS.Timeout}
	>();
	let own: Omit<ClusterNotice, 'who'> | undefined;
	let repeating: NodeJS.Timeout | undefined;
	const channel = new ClaimChannel(connections, claimSubject(cluster), decodeNotice, message => {
		if (message.id === id) {
			return;
		}

		if (message.type === 'notices-wanted') {
			if (own) {
				send();
			}

			return;
		}

		hear(message.id, {who: message.who, drained: message.drained, roll: message.roll});
	});

	function hear(from: string, notice: ClusterNotice): void {
		const before = heard.get(from);
		clearTimeout(before?.silence);
		if (notice.drained.length === 0 && notice.roll === undefined) {
			forget(from);
			return;
		}

		heard.set(from, {notice, silence: setTimeout(forget, silenceMs, from).unref()});
		if (JSON.stringify(before?.notice) !== JSON.stringify(notice)) {
			onChange();
		}
	}

	function forget(from: string): void {
		if (heard.delete(from)) {
			onChange();
		}
	}

	function send(): void {
		channel.send({type: 'notice', id, who, drained: [], roll: undefined, ...own});
	}

	/** Asks those who were there before, and gives them time to answer. */
	async function ask(): Promise<void> {
		try {
			await untilOpened(connections, undefined);
			const waitMs = objectionTimeMs(await channel.roundTripMs());
			channel.send({type: 'notices-wanted', id});
			await new Promise(resolve => {
				setTimeout(resolve, waitMs);
			});
		} catch {
			// Without a connection nobody is heard.
		}
	}

	return {
		heard: ask(),
		others: () => Array.from(heard.values(), ({notice}) => notice),
		tell(notice) {
			const isEmpty = notice === undefined || (notice.drained.length === 0 && !notice.roll);
			if (isEmpty && !own) {
				return;
			}

			own = isEmpty ? undefined : notice;
			clearInterval(repeating);
			repeating = own && setInterval(send, repeatMs).unref();
			send();
		},
		async end() {
			clearInterval(repeating);
			for (const {silence} of heard.values()) {
				clearTimeout(silence);
			}

			heard.clear();
			channel.stopListening();
			if (own) {
				own = undefined;
				send();
				await channel.flush();
			}
		},
	};
}

/** More of them no cluster has. */
const mostServers = 10_000;

/** @returns undefined for what is no notice */
function decodeNotice(text: string): NoticeMessage | undefined {
	const {type, id, who, drained, roll} = recordOf(parsed(text)) ?? {};
	if (typeof id !== 'string') {
		return undefined;
	}

	if (type === 'notices-wanted') {
		return {type, id};
	}

	return type === 'notice' && typeof who === 'string' && isNames(drained)
		? {type, id, who, drained, roll: decodeRoll(roll)}
		: undefined;
}

function decodeRoll(value: unknown): RollNotice | undefined {
	const {turn, state, done, left} = recordOf(value) ?? {};
	return typeof state === 'string' && isNames(done) && isNames(left)
		? {turn: typeof turn === 'string' ? turn : undefined, state, done, left}
		: undefined;
}

function isNames(value: unknown): value is readonly string[] {
	return (
		Array.isArray(value) &&
		value.length <= mostServers &&
		value.every(each => typeof each === 'string')
	);
}
