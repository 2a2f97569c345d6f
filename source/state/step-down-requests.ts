import type {StepDownRequested} from '../domain/cluster-event.ts';
import type {RequestRecord} from '../domain/snapshot.ts';
import {groupKey, groupPlace, type GroupIdentity} from '../domain/raft-group.ts';
import {LatestEntries} from './bounded.ts';

/** How long an election may be the answer to a request, in ms: servers of 2.9 take turns, and many requests wait there. */
const answersMs = 10_000;

/** Our own request is seen on its way to the servers as well, within this time. */
const echoMs = 3000;

const kept = 20_000;

type Request = Pick<StepDownRequested, 'at' | 'by' | 'who'>;

/** Requests to step down that no election has answered yet. */
export class StepDownRequests {
	readonly #requests = new LatestEntries<string, Request>(kept);

	add({group, at, by, who}: StepDownRequested): void {
		const key = keyOf(group);
		const known = this.#requests.get(key);
		const isEcho = by === 'others' && known?.by === 'us' && at - known.at < echoMs;
		if (!isEcho) {
			this.#requests.set(key, {at, by, who});
		}
	}

	/** The request that an election at this time answers. It answers none after that. */
	take(group: GroupIdentity, at: number): Request | undefined {
		// Where servers elect by themselves there is none to look for.
		if (this.#requests.size === 0) {
			return undefined;
		}

		const key = keyOf(group);
		const request = this.#requests.get(key);
		this.#requests.delete(key);
		return request && at - request.at <= answersMs ? request : undefined;
	}

	/** Those that are kept, oldest first. */
	records(): RequestRecord[] {
		return Array.from(this.#requests, ([key, {at, by, who}]) => ({
			type: 'request',
			group: groupPlace(key),
			at,
			by,
			who,
		}));
	}

	restore({group, at, by, who}: RequestRecord): void {
		this.#requests.set(groupKey(group), {at, by, who});
	}

	get size(): number {
		return this.#requests.size;
	}
}

/** The request has no domain. */
function keyOf({accountId, stream, consumer}: GroupIdentity): string {
	return groupKey({domain: undefined, accountId, stream, consumer});
}
