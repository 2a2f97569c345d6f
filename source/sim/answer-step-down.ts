import type {StepDownAnswer, StepDownRequest} from '../cluster.ts';
import {groupKey} from '../domain/raft-group.ts';
import {supports} from '../domain/server-version.ts';
import {handOver} from './hand-over.ts';
import type {Sim} from './sim.ts';
import type {SimGroup} from './sim-world.ts';
import {transferTime} from './transfer-time.ts';

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
		return {answer: nobodyLeads, afterMs: quick};
	}

	if (!world.isUp(group.leader)) {
		return {
			answer: {type: 'no-answer', reason: `${group.leader} did not answer`},
			afterMs: timeoutMs,
		};
	}

	const version = world.servers.get(group.leader)?.version ?? '';
	const reason = preferred === undefined ? undefined : whyRefused(group, preferred, version);
	if (reason) {
		return refusal(reason.code, reason.text, quick);
	}

	const {answeredMs, electedMs} = transferTime(version, random);
	if (group.peers.length > 1) {
		handOver(sim, group, electedMs, preferred);
	}

	return {answer: {type: 'accepted'}, afterMs: answeredMs};
}

/** Only the name of the wanted server is looked at: one that cannot take over is passed over in silence. */
function whyRefused(
	{peers, leader}: SimGroup,
	preferred: string,
	version: string,
): {readonly code: number; readonly text: string} | undefined {
	if (!supports(version, 'directedStepDown')) {
		return {code: 10_003, text: 'bad request'};
	}

	if (peers.length === 1) {
		return undefined;
	}

	if (preferred === leader) {
		return {code: 10_005, text: `preferred server "${preferred}" is already leader`};
	}

	return peers.includes(preferred)
		? undefined
		: {code: 10_005, text: `preferred server "${preferred}" not known`};
}

export const nobodyLeads: StepDownAnswer = {
	type: 'hearsay',
	reason: 'JetStream system temporarily unavailable',
};

export function refusal(code: number, reason: string, afterMs: number): TimedAnswer {
	return {answer: {type: 'refused', code, reason}, afterMs};
}
