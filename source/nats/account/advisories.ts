import {groupKey, type GroupIdentity, type GroupKey} from '../../domain/raft-group.ts';
import {steadyNow} from '../../time/clock.ts';
import {hear, hearCreations, hearRequests} from '../client/announcements.ts';
import {leaderElectedAdvisory, quorumLostAdvisory} from '../decode/advisory.ts';
import type {Link} from '../client/link.ts';
import {reject, type AccountView} from './account-view.ts';

export type HearOptions = {
	/** Stands for `$JS.EVENT`. */
	readonly eventPrefix: string | undefined;
	/** Something is to be learnt about a group. */
	readonly onChanged: PendingGroupReads['add'];
};

/**
 * Hands out what servers announce in the account itself, the moment it arrives: elections, lost quorums, creations and
 * deletions. Over a leaf node the announcements of other JetStream domains arrive, too; they are not of this picture.
 */
export function hearAccount(link: Link, view: AccountView, options: HearOptions): void {
	const {emit, ledger, source} = view;
	const {eventPrefix = '$JS.EVENT', onChanged} = options;
	const accountId = source.account.id;
	const isOurs = (group: GroupIdentity) => group.domain === source.domain;
	const onRejected = (subject: string, reason: string) => {
		reject(view, subject, reason);
	};

	// In another domain the same subjects are those of the groups of this one.
	if (source.domain === undefined) {
		hearRequests(link, accountId, (group, who) => {
			emit({type: 'step-down-requested', at: steadyNow(), group, by: 'others', who});
		});
	}

	for (const kind of ['STREAM', 'CONSUMER']) {
		const subject = `${eventPrefix}.ADVISORY.${kind}`;
		const onElected = (value: unknown, at: number) => {
			const {group, leader, followers} = leaderElectedAdvisory(value, noName, accountId);
			if (isOurs(group)) {
				const known = ledger.get(groupKey(group));
				if (known) {
					ledger.elected({...known, leader, followers: followers ?? known.followers}, at);
				}

				emit({type: 'leader-elected', at, group, leader, followers});
				// The advisory shows followers as they were before they heard of their leader.
				onChanged(group, known === undefined);
			}
		};

		const onQuorumLost = (value: unknown, at: number) => {
			const {group} = quorumLostAdvisory(value, noName, accountId);
			if (isOurs(group)) {
				emit({type: 'quorum-lost', at, group});
				onChanged(group, false);
			}
		};

		hear(link, `${subject}.LEADER_ELECTED.>`, onElected, onRejected);
		hear(link, `${subject}.QUORUM_LOST.>`, onQuorumLost, onRejected);
	}

	hearCreations(link, accountId, options.eventPrefix, {
		onCreated(group) {
			if (isOurs(group)) {
				emit({type: 'group-created', at: steadyNow(), group});
				onChanged(group, true);
			}
		},
		onDeleted(group) {
			if (isOurs(group)) {
				ledger.deleted(group);
				emit({type: 'group-deleted', at: steadyNow(), group});
			}
		},
		onRejected,
		onRefused: onRejected,
	});
}

const noName = () => undefined;

/** How long nothing must have changed, in ms; elections of one cause follow each other within a second or two. */
const quietMs = 1500;

/** How long a group of which nothing is known waits for others that are created with it, in ms. */
const companyMs = 250;

/** The longest that any group waits, in ms. */
const longestMs = 5000;

/** Groups to be read again, kept until changes cease. */
export class PendingGroupReads {
	readonly #groups = new Map<GroupKey, GroupIdentity>();
	readonly #onQuiet: (groups: readonly GroupIdentity[]) => void;
	#timer: NodeJS.Timeout | undefined;
	#dueAt = Number.POSITIVE_INFINITY;
	#since = 0;

	constructor(onQuiet: (groups: readonly GroupIdentity[]) => void) {
		this.#onQuiet = onQuiet;
	}

	/** @param isNew nothing is known of the group yet: it is read soon */
	readonly add = (group: GroupIdentity, isNew: boolean): void => {
		const now = steadyNow();
		if (this.#groups.size === 0) {
			this.#since = now;
			this.#dueAt = Number.POSITIVE_INFINITY;
		}

		this.#groups.set(groupKey(group), group);
		const quietAt = Math.min(now + quietMs, this.#since + longestMs);
		const wasSoon = this.#dueAt <= now + companyMs;
		this.#dueAt = isNew || wasSoon ? Math.min(this.#dueAt, now + companyMs) : quietAt;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			this.#flush();
		}, this.#dueAt - now);
	};

	forget(): void {
		clearTimeout(this.#timer);
		this.#groups.clear();
	}

	#flush(): void {
		const groups = [...this.#groups.values()];
		this.#groups.clear();
		this.#onQuiet(groups);
	}
}
