import {steadyNow} from '../../time/clock.ts';
import {
	leaderElectedAdvisory,
	leavingServer,
	metaLeaderAdvisory,
	quorumLostAdvisory,
} from '../decode/advisory.ts';
import {hear, hearRequests} from '../client/announcements.ts';
import type {Link} from '../client/link.ts';
import {ledgerGroup} from '../observing/leader-ledger.ts';
import type {InventoryScheduler} from '../observing/inventory-scheduler.ts';
import {reject, type Observation} from './observation.ts';

/** How long a new group waits for others that are created with it, in ms. */
const companyMs = 250;

/**
 * The longest that elections put off an inventory that they are the only reason for, in ms: a run of 1,000 step-downs is
 * over by then, also on slow servers.
 */
const electionsDelayMs = 15_000;

/** The same where a quorum was lost: which groups have no leader is more urgent. */
const lossDelayMs = 5000;

/**
 * Hands out what the servers announce by themselves, the moment it arrives. Creations and deletions are not among it:
 * servers announce those in the group's own account only. Nor is `$SYS.SERVER.>` subscribed to as a whole: the restart
 * of one server with 3,000 groups sends some 10,000 messages of other kinds there.
 */
export function hearAdvisories(
	link: Link,
	observation: Observation,
	scheduler: InventoryScheduler,
): void {
	const {emit, roster, ledger, metaGroups, names, heardIn} = observation;
	const listen = (subject: string, take: (value: unknown, at: number) => void) => {
		const takeUnique = (value: unknown, at: number) => {
			take(names.apply(value), at);
		};
		hear(link, subject, takeUnique, (rejected, reason) => {
			reject(observation, rejected, reason);
		});
	};

	hearRequests(link, heardIn, (group, who) => {
		emit({type: 'step-down-requested', at: steadyNow(), group, by: 'others', who});
	});

	for (const kind of ['STREAM', 'CONSUMER']) {
		listen(`$JS.EVENT.ADVISORY.${kind}.LEADER_ELECTED.>`, (value, at) => {
			const {group, leader, followers} = leaderElectedAdvisory(value, roster.nameOfNode, heardIn);
			emit({type: 'leader-elected', at, group, leader, followers});
			// The advisory shows followers as they were before they heard of their leader.
			const elected = ledgerGroup(group, leader);
			if (ledger.get(elected.key)) {
				scheduler.requestOnceQuiet(leader, electionsDelayMs);
			} else {
				scheduler.request(leader, 'changed', at + companyMs);
			}

			ledger.elected(elected, at);
		});

		listen(`$JS.EVENT.ADVISORY.${kind}.QUORUM_LOST.>`, (value, at) => {
			const {group, peers} = quorumLostAdvisory(value, roster.nameOfNode, heardIn);
			emit({type: 'quorum-lost', at, group});
			for (const peer of peers) {
				if (roster.get(peer)?.silentSince === undefined) {
					scheduler.requestOnceQuiet(peer, lossDelayMs);
				}
			}
		});
	}

	listen('$JS.EVENT.ADVISORY.DOMAIN.LEADER_ELECTED', (value, at) => {
		const advisory = metaLeaderAdvisory(value);
		roster.learnNodes(advisory.peers);
		const changed = metaGroups.elected(advisory, at);
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
