import {answers, stateConditions, type Server} from '../server.ts';
import type {Checklist, ChecklistSight} from '../upgrade/checklist.ts';
import {counted, listed} from '../words.ts';

/** The steps of one server's restart, in their order. */
export const turnSteps = [
	'may-stop',
	'drained',
	'stopped',
	'back',
	'jetstream',
	'caught-up',
] as const;

export type TurnStep = (typeof turnSteps)[number];

/** What is seen at one moment of the server whose turn it is. */
export type TurnSight = ChecklistSight & {
	readonly server: Server;
	readonly metaLeader: boolean;
	/** What its stop would have to wait for, or what is not known; none where it may stop. */
	readonly blockers: readonly string[];
	/** Log entries that its replicas are behind, as far as reported. */
	readonly entriesBehind: number;
	/** Why nothing is seen now; undefined while there is a connection. */
	readonly blind: string | undefined;
};

/** What to do next for a server. */
export type TurnAct =
	| {readonly type: 'drain' | 'move-meta' | 'stop' | 'done'}
	/** `left`: what falls while this gets nearer; time alone is no reason to give up then. */
	| {
			readonly type: 'wait';
			readonly step: TurnStep;
			readonly reason: string;
			readonly left: number;
	  };

/**
 * What a roll does next for the server whose turn it is: it follows from how far its checklist has come and what is seen
 * now. No stop is asked for before the server may stop, leads nothing and is not the meta leader.
 * @param isTold the operator's command for it has been run: all that is left is to see it stop
 */
export function nextAct(list: Checklist, sight: TurnSight, isTold: boolean): TurnAct {
	const {doneAt} = list;
	const {server, behind, blind, blockers} = sight;
	const step = stepOf(list, sight);
	const wait = (reason: string, left = 0): TurnAct => ({type: 'wait', step, reason, left});
	if (blind !== undefined) {
		return wait(blind);
	}

	if (doneAt.stopped !== undefined) {
		switch (step) {
			case 'back':
				return wait(`is ${stateConditions[server.state]}`);
			case 'jetstream':
				return wait(
					answers[server.state]
						? `is ${stateConditions[server.state]}`
						: `is ${stateConditions[server.state]} again`,
				);
			default:
				return behind === 0
					? {type: 'done'}
					: behind === undefined
						? wait('is back, replicas not seen yet', Infinity)
						: wait(`is catching up: ${behindWords(sight)}`, behind + sight.entriesBehind);
		}
	}

	if (!answers[server.state]) {
		return wait('is not responding: stopped or unreachable');
	}

	if (server.state === 'lame-duck') {
		return wait('is in lame-duck mode', sight.leaders);
	}

	if (isTold) {
		return wait('has not stopped yet');
	}

	if (blockers.length > 0) {
		return wait(`may not stop now: ${listed(blockers, '; ', 3)}`, blockers.length);
	}

	return {type: sight.leaders > 0 ? 'drain' : sight.metaLeader ? 'move-meta' : 'stop'};
}

/** The step that is waited for. */
export function stepOf({doneAt}: Checklist, {blockers, leaders, metaLeader}: TurnSight): TurnStep {
	if (doneAt.stopped !== undefined) {
		return doneAt.back === undefined
			? 'back'
			: doneAt.jetstream === undefined
				? 'jetstream'
				: 'caught-up';
	}

	return blockers.length > 0 ? 'may-stop' : leaders > 0 || metaLeader ? 'drained' : 'stopped';
}

function behindWords({behind = 0, entriesBehind}: TurnSight): string {
	const entries = entriesBehind > 0 ? `, ${counted(entriesBehind, 'entry', 'entries')}` : '';
	return `${counted(behind, 'group')} behind${entries}`;
}
