import type {MetaStepDownRequest} from '../cluster.ts';
import {nobodyLeads, refusal, type TimedAnswer} from './answer-step-down.ts';
import {electMetaLeader} from './server-life.ts';
import type {Sim} from './sim.ts';

/** Takes a request as the meta leader would. */
export function answerMetaStepDown(sim: Sim, {preferred}: MetaStepDownRequest): TimedAnswer {
	const {world, random} = sim;
	const afterMs = random.whole(10, 18);
	if (world.metaLeader === undefined) {
		return {answer: nobodyLeads, afterMs};
	}

	if (preferred !== undefined && !world.servers.has(preferred)) {
		return refusal(10_005, `preferred server "${preferred}" not known`, afterMs);
	}

	if (preferred === world.metaLeader) {
		return refusal(10_005, `preferred server "${preferred}" is already leader`, afterMs);
	}

	electMetaLeader(sim, preferred);
	return {answer: {type: 'accepted'}, afterMs};
}
