import {answers, hasJetStream, type Server} from '../server.ts';

/** The steps by which a server is stopped and comes back, in their order. */
export const checklistSteps = [
	'drained',
	'ok-to-stop',
	'stopped',
	'back',
	'jetstream',
	'caught-up',
	'undrained',
	'leaders-back',
] as const;

export type ChecklistStep = (typeof checklistSteps)[number];

/** How far one server has come with its restart, as far as it was seen. */
export type Checklist = {
	readonly server: string;
	/** Epoch in ms. */
	readonly begunAt: number;
	/** What it ran when the checklist began. */
	readonly version: string;
	/** The life of the server that is to end. */
	readonly life: string;
	/** It has been kept empty from here meanwhile: that has to be lifted for leaders to come back. */
	readonly wasKeptEmpty: boolean;
	/** When the steps were seen to be done, epoch in ms; those that are not done now are missing. */
	readonly doneAt: Readonly<Partial<Record<ChecklistStep, number>>>;
};

/** Whether it has stopped decides about what belongs before that. */
const inOrderOfProof: readonly ChecklistStep[] = [
	'stopped',
	...checklistSteps.filter(step => step !== 'stopped'),
];

/** What is seen of the server at one moment. */
export type ChecklistSight = {
	/** Epoch in ms. */
	readonly at: number;
	readonly server: Pick<Server, 'state' | 'id' | 'version'>;
	/** Replicated groups that it leads. */
	readonly leaders: number;
	readonly okToStop: boolean;
	/** Groups in which its replica is behind; undefined while not all have been seen since it came back. */
	readonly behind: number | undefined;
	/** Whether plans from here give it no leaders. */
	readonly keptEmpty: boolean;
	/** Whether it leads about as much as the others. */
	readonly fair: boolean;
};

/** Begins to follow a server. */
export function beginChecklist(name: string, sight: ChecklistSight): Checklist {
	const {at, server, keptEmpty} = sight;
	const begun: Checklist = {
		server: name,
		begunAt: at,
		version: server.version,
		life: server.id,
		wasKeptEmpty: keptEmpty,
		doneAt: {},
	};
	return advanceChecklist(begun, sight);
}

/** The checklist after a newer sight of its server: the same object when nothing has changed. */
export function advanceChecklist(list: Checklist, sight: ChecklistSight): Checklist {
	if (isFinished(list)) {
		return list;
	}

	const doneAt: Partial<Record<ChecklistStep, number>> = {};
	const wasKeptEmpty = list.wasKeptEmpty || sight.keptEmpty;
	for (const step of inOrderOfProof) {
		if (isDone[step](sight, {...list, wasKeptEmpty}, doneAt)) {
			doneAt[step] = list.doneAt[step] ?? sight.at;
		}
	}

	const isSame =
		wasKeptEmpty === list.wasKeptEmpty &&
		checklistSteps.every(step => doneAt[step] === list.doneAt[step]);
	return isSame ? list : {...list, wasKeptEmpty, doneAt};
}

export function isFinished({doneAt}: Checklist): boolean {
	return doneAt['leaders-back'] !== undefined;
}

/** Whether its server may be missed at any time, or is: then no other one may be. */
export function isUnderWay({doneAt}: Checklist): boolean {
	return doneAt['caught-up'] === undefined;
}

/** Its steps: there is nothing to lift where no mark was set. */
export function stepsOf({wasKeptEmpty}: Checklist): readonly ChecklistStep[] {
	return checklistSteps.filter(step => step !== 'undrained' || wasKeptEmpty);
}

/** The step that is waited for; undefined when all are done. */
export function currentStep(list: Checklist): ChecklistStep | undefined {
	return stepsOf(list).find(step => statusOf(step, list) === 'next');
}

/** `skipped`: it was not done in its time. */
export type StepStatus = 'done' | 'skipped' | 'next' | 'later';

export function statusOf(step: ChecklistStep, list: Checklist): StepStatus {
	const {doneAt} = list;
	if (doneAt[step] !== undefined) {
		return 'done';
	}

	if (isSkipped(step, list)) {
		return 'skipped';
	}

	const steps = stepsOf(list);
	const earlier = steps.slice(0, steps.indexOf(step));
	return earlier.every(other => doneAt[other] !== undefined || isSkipped(other, list))
		? 'next'
		: 'later';
}

/** What belongs before the stop is no step any more after it. */
function isSkipped(step: ChecklistStep, {doneAt}: Checklist): boolean {
	return (step === 'drained' || step === 'ok-to-stop') && doneAt.stopped !== undefined;
}

/**
 * Whether each step is done, by what is seen now and the steps before it. What came before the stop stays as it was
 * when it stopped; what came after it is undone when the server goes away again.
 */
const isDone: Readonly<
	Record<
		ChecklistStep,
		(sight: ChecklistSight, before: Checklist, done: Checklist['doneAt']) => boolean
	>
> = {
	// What a server led that does not answer was not handed over by it.
	drained: ({leaders, server}, {doneAt}, {stopped}) =>
		stopped === undefined && !isAway(server) ? leaders === 0 : doneAt.drained !== undefined,
	'ok-to-stop': ({okToStop, server}, {doneAt}, {stopped}) =>
		stopped === undefined && !isAway(server) ? okToStop : doneAt['ok-to-stop'] !== undefined,
	// A server that is there again in the same life had not been stopped.
	stopped: ({server}, {life, doneAt}) =>
		server.id !== life ||
		server.state === 'offline' ||
		(doneAt.stopped !== undefined && server.state === 'silent'),
	back: ({server}, {life}, {stopped}) =>
		stopped !== undefined && server.id !== life && !isAway(server),
	jetstream: ({server}, _, {back}) => back !== undefined && hasJetStream[server.state],
	'caught-up': ({behind}, {doneAt}, {jetstream}) =>
		jetstream !== undefined && (behind === 0 || doneAt['caught-up'] !== undefined),
	undrained: ({keptEmpty}, {wasKeptEmpty}, done) =>
		done['caught-up'] !== undefined && wasKeptEmpty && !keptEmpty,
	'leaders-back': ({fair, keptEmpty}, _, done) =>
		done['caught-up'] !== undefined && !keptEmpty && fair,
};

function isAway({state}: Pick<Server, 'state'>): boolean {
	return !answers[state];
}

/** Whether a server is away because of a restart that is followed. */
export function isExpected(
	{name, state}: Pick<Server, 'name' | 'state'>,
	checklists: ReadonlyMap<string, Checklist>,
): boolean {
	const list = checklists.get(name);
	const isOut = state !== 'online' && state !== 'no-jetstream';
	return isOut && list !== undefined && !isFinished(list);
}
