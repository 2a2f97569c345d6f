import type {Move, MoveOutcome} from '../../domain/move.ts';
import type {World} from '../world.ts';
import {countOf, whyNot, type StepDownWorld} from './ask-step-down.ts';
import {expectedLeaders} from './expected-leaders.ts';
import {clustersOf, othersAtWork} from './others-at-work.ts';
import {stepDownCommand, type Command} from '../nats-command.ts';
import type {MovesQuestion, PlannedMove, RefusedGroup} from '../question.ts';

/** The question whether the groups that a run moved shall go back where they were. What has changed since is left as it is. */
export function askUndo(lastRun: readonly MoveOutcome[], world: UndoWorld): MovesQuestion {
	const moves: Move[] = [];
	const planned: PlannedMove[] = [];
	const refused: RefusedGroup[] = [];
	const commands: Command[] = [];
	for (const {key, from, elected} of movedGroups(lastRun)) {
		const group = world.view.groups.get(key);
		if (!group) {
			continue;
		}

		const {account, stream, consumer, leader} = group;
		const reason =
			leader === elected
				? whyNot(group, from, world)
				: `is led by ${leader ?? 'nobody'} by now, not by ${elected}`;
		if (reason !== undefined) {
			refused.push({account, stream, consumer, reason});
			continue;
		}

		moves.push({group: key, from: elected, to: from});
		planned.push({account, stream, consumer, from: elected, to: from, candidates: [from]});
		commands.push(stepDownCommand(group, from));
	}

	const unseen = clustersOf(moves, world.view).flatMap(name => world.refusals?.(name) ?? []);
	const undrain = [...world.drained].filter(server => planned.some(({to}) => to === server));
	return {
		type: 'moves',
		title: `Undo the last run: ${countOf(planned.length)} back?`,
		moves: planned,
		refused,
		expected: expectedLeaders(planned, world),
		warnings: [...othersAtWork(moves, true, world), ...unseen.map(unseenWords)],
		remarks: undrain.map(
			server => `${server} is then no longer kept empty: plans may give it leaders.`,
		),
		commands,
		asked: {lastRun},
		intent: {type: 'undo', moves, undrain, force: unseen.length > 0},
	};
}

type UndoWorld = StepDownWorld & Pick<World, 'drained' | 'refusals'>;

function unseenWords(refusal: string): string {
	return `Not all is known: ${refusal}. A plan is refused then; yes runs this nevertheless.`;
}

/** Where each group was before the run and where it went; one that came back is left out. */
function movedGroups(lastRun: readonly MoveOutcome[]) {
	const ways = new Map<string, {readonly from: string; readonly elected: string}>();
	for (const {move, elected} of lastRun) {
		if (elected !== undefined) {
			ways.set(move.group, {from: ways.get(move.group)?.from ?? move.from, elected});
		}
	}

	return Array.from(ways, ([key, way]) => ({key, ...way})).filter(
		({from, elected}) => from !== elected,
	);
}
