import {steadyNow} from '../../time/clock.ts';
import {
	leaderElectedAdvisory,
	leavingServer,
	metaLeaderAdvisory,
	quorumLostAdvisory,
} from '../decode/advisory.ts';
import {hear, hearRequests} from '../client/announcements.ts';
import type {Link} from '../client/link.ts';
import type {LookQueue} from './look-queue.ts';
import {reject, type Observation} from './observation.ts';

/** How long a new group waits for others that are created along with it, in ms. */
const companyMs = 250;

/**
 * The longest that a look for which elections are the only reason is put off because they go on, in ms. A run of 1,000
 * step-downs is over by then even on servers that are slow: with three of them and 3,000 groups on two cores, six such runs
 * took 5.9 to 10.6 s (median 6.6), and 6.1 to 12.1 s (7.3) with looks after five seconds.
 */
const electionsDelayMs = 15_000;

/** The same where a quorum was lost: which groups nobody leads is more urgent. */
const lossDelayMs = 5000;

/**
 * Hands out what the servers announce by themselves, the moment it arrives. Creations and deletions are not among it:
 * servers announce those in the group's own account only. Nor is `$SYS.SERVER.>` subscribed to as a whole: the restart
 * of one server with 3,000 groups sends some 10,000 messages of other kinds there.
 */
export function hearAdvisories(link: Link, observation: Observation, queue: LookQueue): void {
	const {emit, roster, ledger, metaLeaders} = observation;
	const listen = (subject: string, take: (value: unknown, at: number) => void) => {
		hear(link, subject, take, (rejected, reason) => {
			reject(observation, rejected, reason);
		});
	};

	hearRequests(link, undefined, (group, who) => {
		emit({type: 'step-down-requested', at: steadyNow(), group, by: 'others', who});
	});

	for (const kind of ['STREAM', 'CONSUMER']) {
		listen(`$JS.EVENT.ADVISORY.${kind}.LEADER_ELECTED.>`, (value, at) => {
			const {group, leader, followers} = leaderElectedAdvisory(value, roster.nameOfNode);
			emit({type: 'leader-elected', at, group, leader, followers});
			// The advisory shows followers as they were before they heard of their leader.
			if (ledger.elected(group, leader, at)) {
				queue.wantOnceQuiet(leader, electionsDelayMs);
			} else {
				queue.wantForNews(leader, at + companyMs);
			}
		});

		listen(`$JS.EVENT.ADVISORY.${kind}.QUORUM_LOST.>`, (value, at) => {
			const {group, peers} = quorumLostAdvisory(value, roster.nameOfNode);
			emit({type: 'quorum-lost', at, group});
			for (const peer of peers) {
				if (roster.get(peer)?.silentSince === undefined) {
					queue.wantOnceQuiet(peer, lossDelayMs);
				}
			}
		});
	}

	listen('$JS.EVENT.ADVISORY.DOMAIN.LEADER_ELECTED', (value, at) => {
		const advisory = metaLeaderAdvisory(value);
		roster.learnNodes(advisory.peers);
		const changed = metaLeaders.elected(advisory, at);
		if (changed) {
			emit(changed);
		}
	});

	for (const [subject, how] of [
		['LAMEDUCK', 'lame-duck'],
		['SHUTDOWN', 'shutdown'],
	] as const) {
		listen(`$SYS.SERVER.*.${subject}`, (value, at) => {
			const server = leavingServer(value);
			roster.takeLeave(server, how);
			emit({type: 'server-leaving', at, server: server.name, how});
		});
	}
}
