import {describe, expect, it} from 'vitest';
import {nextAct, type TurnAct, type TurnSight} from '../../../source/domain/roll/turn.ts';
import {answers, hasJetStream, type ServerState} from '../../../source/domain/server.ts';
import {advanceChecklist, beginChecklist} from '../../../source/domain/upgrade/checklist.ts';
import {aServer, start} from '../../support/build.ts';

function sight(
	traits: Partial<Omit<TurnSight, 'server'>> & {state?: ServerState; life?: string} = {},
): TurnSight {
	const {state = 'online', life = 'A', blockers = [], ...rest} = traits;
	return {
		at: start,
		server: aServer('n1', {id: life, state}),
		leaders: 0,
		okToStop: blockers.length === 0,
		blockers,
		behind: 0,
		entriesBehind: 0,
		keptEmpty: false,
		fair: false,
		metaLeader: false,
		blind: undefined,
		...rest,
	};
}

/** What is done next after these sights, one after another. */
function afterAll(sights: readonly TurnSight[], isTold = false): TurnAct {
	const [first = sight(), ...others] = sights;
	const list = others.reduce(advanceChecklist, beginChecklist('n1', first));
	return nextAct(list, others.at(-1) ?? first, isTold);
}

describe("a server's turn", () => {
	it('goes by the book from waiting to done', () => {
		const busy = sight({leaders: 3, metaLeader: true});
		const away = sight({state: 'offline'});
		const back = {life: 'B'};
		expect(afterAll([sight({blockers: ['lag 3 on n2']})])).toEqual({
			type: 'wait',
			step: 'may-stop',
			reason: 'may not stop now: lag 3 on n2',
			left: 1,
		});
		expect(afterAll([busy])).toEqual({type: 'drain'});
		expect(afterAll([busy, sight({metaLeader: true})])).toEqual({type: 'move-meta'});
		expect(afterAll([busy, sight()])).toEqual({type: 'stop'});
		expect(afterAll([busy, sight()], true)).toMatchObject({reason: 'has not stopped yet'});
		expect(afterAll([busy, away], true)).toMatchObject({step: 'back', reason: 'is offline'});
		const recovering = sight({...back, state: 'recovering', behind: undefined});
		expect(afterAll([busy, away, recovering], true)).toMatchObject({step: 'jetstream'});
		const unseen = sight({...back, behind: undefined});
		expect(afterAll([busy, away, unseen], true)).toMatchObject({step: 'caught-up', left: Infinity});
		const behind = sight({...back, behind: 2, entriesBehind: 40});
		expect(afterAll([busy, away, behind], true)).toMatchObject({
			reason: 'is catching up: 2 groups behind, 40 entries',
			left: 42,
		});
		expect(afterAll([busy, away, behind, sight(back)], true)).toEqual({type: 'done'});
	});

	it('is done by a restart that nobody saw begin', () => {
		expect(afterAll([sight(), sight({life: 'B'})])).toEqual({type: 'done'});
	});

	it('takes one that fell silent for nothing but that, until it is back in another life', () => {
		const silent = sight({state: 'silent'});
		expect(afterAll([sight(), silent])).toMatchObject({type: 'wait', step: 'stopped'});
		expect(afterAll([sight(), silent, sight()])).toEqual({type: 'stop'});
		expect(afterAll([sight(), silent, sight({life: 'B'})])).toEqual({type: 'done'});
	});

	it('does nothing at all where nothing is seen', () => {
		expect(afterAll([sight({blind: 'no connection', leaders: 3})])).toMatchObject({
			type: 'wait',
			reason: 'no connection',
		});
	});

	it('asks for no stop unless all speaks for it, whatever is seen', () => {
		for (const state of Object.keys(answers) as ServerState[]) {
			for (const leaders of [0, 2]) {
				for (const metaLeader of [false, true]) {
					for (const blockers of [[], ['offline on n2']]) {
						for (const behind of [undefined, 0, 3]) {
							for (const life of ['A', 'B']) {
								for (const isTold of [false, true]) {
									const seen = sight({state, leaders, metaLeader, blockers, behind, life});
									const act = afterAll([sight(), seen], isTold);
									const isOld = life === 'A' && state !== 'offline';
									const acts =
										isOld &&
										answers[state] &&
										state !== 'lame-duck' &&
										!isTold &&
										blockers.length === 0;
									expect(act.type !== 'wait' && act.type !== 'done').toBe(acts);
									expect(act.type === 'stop').toBe(acts && leaders === 0 && !metaLeader);
									const isBack = life === 'B' && hasJetStream[state];
									expect(act.type === 'done').toBe(isBack && behind === 0);
								}
							}
						}
					}
				}
			}
		}
	});
});
