import type {GroupIdentity} from '../../domain/raft-group.ts';
import {steadyNow} from '../../time/clock.ts';
import {hear, hearCreations, hearRequests} from '../client/announcements.ts';
import {leaderElectedAdvisory, quorumLostAdvisory} from '../decode/advisory.ts';
import type {Link} from '../client/link.ts';
import {reject, type AccountView} from './account-view.ts';

export type HearOptions = {
	/** Stands for `$JS.EVENT`. */
	readonly eventPrefix: string | undefined;
	/** Something is to be learnt about a group. `news`: nothing is known of it yet. */
	readonly onStirred: (group: GroupIdentity, news: boolean) => void;
};

/**
 * Hands out what servers announce in the account itself, the moment it arrives: elections, lost quorums, creations and
 * deletions. Over a leaf node the announcements of other JetStream domains arrive, too; they are not of this picture.
 */
export function hearAccount(link: Link, view: AccountView, options: HearOptions): void {
	const {emit, known, source} = view;
	const {eventPrefix = '$JS.EVENT', onStirred} = options;
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
				const isKnown = known.elected(group, leader, followers, at);
				emit({type: 'leader-elected', at, group, leader, followers});
				// The advisory shows followers as they were before they heard of their leader.
				onStirred(group, !isKnown);
			}
		};

		const onQuorumLost = (value: unknown, at: number) => {
			const {group} = quorumLostAdvisory(value, noName, accountId);
			if (isOurs(group)) {
				emit({type: 'quorum-lost', at, group});
				onStirred(group, false);
			}
		};

		hear(link, `${subject}.LEADER_ELECTED.>`, onElected, onRejected);
		hear(link, `${subject}.QUORUM_LOST.>`, onQuorumLost, onRejected);
	}

	hearCreations(link, accountId, options.eventPrefix, {
		onCreated(group) {
			if (isOurs(group)) {
				emit({type: 'group-created', at: steadyNow(), group});
				onStirred(group, true);
			}
		},
		onDeleted(group) {
			if (isOurs(group)) {
				known.deleted(group);
				emit({type: 'group-deleted', at: steadyNow(), group});
			}
		},
		onRejected,
		onRefused: onRejected,
	});
}

const noName = () => undefined;
