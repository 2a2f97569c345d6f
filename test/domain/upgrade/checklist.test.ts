import {describe, expect, it} from 'vitest';
import type {ServerState} from '../../../source/domain/server.ts';
import {
	advanceChecklist,
	beginChecklist,
	checklistSteps,
	currentStep,
	isFinished,
	isUnderWay,
	statusOf,
	stepsOf,
	type Checklist,
	type ChecklistSight,
	isExpected,
} from '../../../source/domain/upgrade/checklist.ts';
import {start} from '../../support/build.ts';
import {seededRandom} from '../../support/random.ts';

type Traits = Partial<Omit<ChecklistSight, 'server'>> & {state?: ServerState; id?: string};

function sight(seconds: number, {state = 'online', id = 'life-1', ...traits}: Traits = {}) {
	return {
		at: start + seconds * 1000,
		server: {state, id, version: '2.11.9'},
		leaders: 30,
		okToStop: false,
		behind: 0,
		keptEmpty: false,
		fair: true,
		...traits,
	};
}

/** The checklist after one look after the other. */
function after(...sights: readonly ChecklistSight[]): Checklist {
	const [first = sight(0), ...others] = sights;
	return others.reduce(advanceChecklist, beginChecklist('n1', first));
}

/** Steps with the seconds at which they were done; those that are not done are left out. */
function ticks({doneAt}: Checklist) {
	return Object.fromEntries(
		Object.entries(doneAt).map(([step, at]) => [step, (at - start) / 1000]),
	);
}

const walk = [
	sight(0),
	sight(1, {leaders: 12}),
	sight(2, {leaders: 0, keptEmpty: true}),
	sight(3, {leaders: 0, keptEmpty: true, okToStop: true}),
	sight(5, {state: 'offline', leaders: 0, keptEmpty: true}),
	sight(9, {state: 'recovering', id: 'life-2', leaders: 0, behind: undefined, keptEmpty: true}),
	sight(12, {id: 'life-2', leaders: 0, behind: undefined, keptEmpty: true, fair: false}),
	sight(14, {id: 'life-2', leaders: 0, behind: 7, keptEmpty: true, fair: false}),
	sight(16, {id: 'life-2', leaders: 0, behind: 0, keptEmpty: true, fair: false}),
	sight(20, {id: 'life-2', leaders: 0, behind: 0, fair: false}),
	sight(24, {id: 'life-2', leaders: 29, behind: 0}),
] as const;

describe('the checklist of a server', () => {
	it('ticks off a whole restart, each step when it is seen', () => {
		const list = after(...walk);
		expect(ticks(list)).toEqual({
			drained: 2,
			'ok-to-stop': 3,
			stopped: 5,
			back: 9,
			jetstream: 12,
			'caught-up': 16,
			undrained: 20,
			'leaders-back': 24,
		});
		expect(isFinished(list)).toBe(true);
		expect(currentStep(list)).toBeUndefined();
	});

	it.each([
		[1, 'drained'],
		[3, 'ok-to-stop'],
		[4, 'stopped'],
		[5, 'back'],
		[6, 'jetstream'],
		[7, 'caught-up'],
		[8, 'caught-up'],
		[9, 'undrained'],
		[10, 'leaders-back'],
	])('waits after %i looks for the step %s', (looks, step) => {
		const list = after(...walk.slice(0, looks));
		expect(currentStep(list)).toBe(step);
		expect(isUnderWay(list)).toBe(looks < 9);
	});

	it('takes a tick back as long as the server has not stopped', () => {
		const empty = sight(1, {leaders: 0, okToStop: true});
		expect(ticks(after(sight(0), empty))).toEqual({drained: 1, 'ok-to-stop': 1});
		expect(ticks(after(sight(0), empty, sight(2, {leaders: 3})))).toEqual({});
	});

	it('keeps what was so when it stopped, whatever it is like without it', () => {
		const list = after(
			sight(0, {leaders: 0, okToStop: true}),
			sight(4, {state: 'offline', leaders: 0, okToStop: false}),
		);
		expect(ticks(list)).toEqual({drained: 0, 'ok-to-stop': 0, stopped: 4});
	});

	it('does not claim that what was skipped was done', () => {
		const list = after(sight(0), sight(4, {state: 'offline', leaders: 0, okToStop: true}));
		expect(ticks(list)).toEqual({stopped: 4});
		expect(statusOf('drained', list)).toBe('skipped');
		expect(statusOf('ok-to-stop', list)).toBe('skipped');
		expect(currentStep(list)).toBe('back');
	});

	it('does not take silence for a stop, nor a server for stopped that is there in the same life', () => {
		expect(ticks(after(sight(0), sight(4, {state: 'silent'})))).toEqual({});
		const away = [sight(0), sight(4, {state: 'offline'})];
		expect(ticks(after(...away, sight(6)))).toEqual({});
		expect(ticks(after(...away, sight(6, {state: 'silent'})))).toEqual({stopped: 4});
	});

	it('does not call a server drained that fell silent, though its leaders are gone', () => {
		const silent = sight(4, {state: 'silent', leaders: 0, okToStop: true});
		expect(ticks(after(sight(0), silent))).toEqual({});
		expect(ticks(after(sight(0, {leaders: 0}), silent))).toEqual({drained: 0});
		expect(ticks(after(sight(0), silent, sight(9, {id: 'life-2', leaders: 0})))).toMatchObject({
			stopped: 9,
		});
		expect(statusOf('drained', after(sight(0), silent, sight(9, {id: 'life-2'})))).toBe('skipped');
	});

	it('learns of a stop that nobody saw from the life that follows', () => {
		expect(ticks(after(sight(0), sight(7, {id: 'life-2', behind: 3})))).toEqual({
			stopped: 7,
			back: 7,
			jetstream: 7,
		});
	});

	it('does not take it for caught up before its replicas were seen', () => {
		const list = after(sight(0), sight(7, {id: 'life-2', behind: undefined}));
		expect(currentStep(list)).toBe('caught-up');
	});

	it('begins anew from the stop when the server goes away again', () => {
		const list = after(...walk.slice(0, 9), sight(18, {state: 'offline', id: 'life-2'}));
		expect(ticks(list)).toEqual({drained: 2, 'ok-to-stop': 3, stopped: 5});
	});

	it('has no mark to lift where none was set', () => {
		const list = after(sight(0), sight(7, {id: 'life-2', fair: false}));
		expect(stepsOf(list)).not.toContain('undrained');
		expect(currentStep(list)).toBe('leaders-back');
	});

	it('does not call leaders back while no plan gives it any', () => {
		const list = after(
			sight(0, {keptEmpty: true}),
			sight(7, {id: 'life-2', keptEmpty: true, fair: true}),
		);
		expect(isFinished(list)).toBe(false);
		expect(currentStep(list)).toBe('undrained');
	});

	it('is the same object as long as nothing changes', () => {
		const list = after(...walk.slice(0, 4));
		expect(advanceChecklist(list, sight(4, {leaders: 0, keptEmpty: true, okToStop: true}))).toBe(
			list,
		);
		const finished = after(...walk);
		expect(advanceChecklist(finished, sight(90, {state: 'offline'}))).toBe(finished);
	});

	it('never has a later step done before an earlier one once the server has stopped, whatever is seen', () => {
		const random = seededRandom(11);
		const states: ServerState[] = ['online', 'lame-duck', 'recovering', 'silent', 'offline'];
		let finished = 0;
		for (let round = 0; round < 300; round++) {
			let list = beginChecklist('n1', sight(0));
			let life = 1;
			for (let second = 1; second <= 30; second++) {
				life += random.chance(0.1) ? 1 : 0;
				const seen = sight(second, {
					state: random.pick(states),
					id: `life-${life}`,
					leaders: random.below(2),
					okToStop: random.chance(0.5),
					behind: random.chance(0.3) ? undefined : random.below(3),
					keptEmpty: random.chance(0.2),
					fair: random.chance(0.5),
				});
				list = advanceChecklist(list, seen);
				expectInOrder(list);
			}

			finished += isFinished(list) ? 1 : 0;
		}

		expect(finished).toBeGreaterThan(30);
	});
});

function expectInOrder(list: Checklist): void {
	const times = (['stopped', 'back', 'jetstream', 'caught-up', 'leaders-back'] as const).map(
		step => list.doneAt[step] ?? Infinity,
	);
	expect(times).toEqual(times.toSorted((a, b) => a - b));
	const waiting = stepsOf(list).filter(step => statusOf(step, list) === 'next');
	expect(waiting.length).toBe(isFinished(list) ? 0 : 1);
	expect(checklistSteps).toEqual(expect.arrayContaining(waiting));
}

describe('the absence of a server', () => {
	const lists = new Map([['n1', after(sight(0))]]);

	it.each<[ServerState, boolean]>([
		['online', false],
		['lame-duck', true],
		['offline', true],
		['silent', true],
		['recovering', true],
		['no-jetstream', false],
	])('is expected while it is followed and %s: %s', (state, expected) => {
		expect(isExpected({name: 'n1', state}, lists)).toBe(expected);
		expect(isExpected({name: 'n2', state}, lists)).toBe(false);
		expect(isExpected({name: 'n1', state}, new Map([['n1', after(...walk)]]))).toBe(false);
	});
});
