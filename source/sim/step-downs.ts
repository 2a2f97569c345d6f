import type {MetaStepDownRequest, StepDownAnswer, StepDownRequest} from '../cluster.ts';
import {groupKey} from '../domain/raft-group.ts';
import {supports} from '../domain/server-version.ts';
import {electMetaLeader, handOver, transferTime} from './elections.ts';
import type {Sim} from './sim-world.ts';

/** An answer, and after how many ms it comes. */
export type TimedAnswer = {readonly answer: StepDownAnswer; readonly afterMs: number};

/** Takes a request as the group's leader would, with its answers and error codes. The election that follows is an event like any other. */
export function answerStepDown(
	sim: Sim,
	{group: identity, preferred, timeoutMs}: StepDownRequest,
): TimedAnswer {
	const {world, random} = sim;
	const group = world.groups.get(groupKey(identity));
	const quick = random.whole(1, 4);
	if (!group) {
		const code = identity.kind === 'stream' ? 10_059 : 10_014;
		return refusal(code, `${identity.kind} not found`, quick);
	}

	if (group.leader === undefined) {
		return {answer: noLeader, afterMs: quick};
	}

	if (!world.isUp(group.leader)) {
		return {
			answer: {type: 'no-answer', reason: `${group.leader} did not answer`},
			afterMs: timeoutMs,
		};
	}

	const version = world.servers.get(group.leader)?.version ?? '';
	if (preferred !== undefined && !supports(version, 'directedStepDown')) {
		return refusal(10_003, 'bad request', quick);
	}

	const isPinned = group.peers.length === 1;
	if (preferred !== undefined && !isPinned && !isOther(preferred, group.peers, group.leader)) {
		return wrongPreferred(preferred, group.leader, quick);
	}

	const {answeredMs, electedMs} = transferTime(version, random);
	if (!isPinned) {
		handOver(sim, group, electedMs, preferred);
	}

	return {answer: {type: 'accepted'}, afterMs: answeredMs};
}

/** Takes a request as the meta leader would. */
export function answerMetaStepDown(sim: Sim, {preferred}: MetaStepDownRequest): TimedAnswer {
	const {world, random} = sim;
	const afterMs = random.whole(10, 18);
	if (world.metaLeader === undefined) {
		return {answer: noLeader, afterMs};
	}

	if (preferred !== undefined && !isOther(preferred, [...world.servers.keys()], world.metaLeader)) {
		return wrongPreferred(preferred, world.metaLeader, afterMs);
	}

	electMetaLeader(sim, preferred);
	return {answer: {type: 'accepted'}, afterMs};
}

const noLeader: StepDownAnswer = {
	type: 'unconfirmed',
	reason: 'JetStream system temporarily unavailable',
};

/** Only the name is checked: a server that cannot take over is passed over in silence. */
function isOther(preferred: string, peers: readonly string[], leader: string): boolean {
	return preferred !== leader && peers.includes(preferred);
}

function wrongPreferred(preferred: string, leader: string, afterMs: number): TimedAnswer {
	const what = preferred === leader ? 'is already leader' : 'not known';
	return refusal(10_005, `preferred server "${preferred}" ${what}`, afterMs);
}

function refusal(code: number, reason: string, afterMs: number): TimedAnswer {
	return {answer: {type: 'refused', code, reason}, afterMs};
}
