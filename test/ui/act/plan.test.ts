import {describe, expect, it} from 'vitest';
import {planBalance} from '../../../source/domain/plan/plan-balance.ts';
import type {OfferAnswer, PlanWish} from '../../../source/ui/act/plan-wish.ts';
import {groupsLedBy, pictureOf} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {stageScreen} from '../stage-screen.ts';

const servers = ['n1', 'n2', 'n3'];
const skewed = groupsLedBy({n1: 6, n2: 3, n3: 0});

function screenWith(groups = skewed, refusals: readonly string[] = []) {
	const offer = ({cluster, drain}: PlanWish): OfferAnswer => ({
		type: 'ready',
		offer: {
			plan: planBalance(pictureOf(servers, groups), {
				cluster,
				...(drain !== undefined && {drain: [drain]}),
			}),
			drain,
			refusals,
			locked: [],
			unmeasured: 0,
			expectedMs: 100,
		},
	});
	return stageScreen(aView(servers, groups), {offer});
}

describe('a plan', () => {
	it('is not made for nobody knows which cluster, before any server has answered', () => {
		const {press, text} = stageScreen(aView([], [], {clusters: new Map()}), {
			offer: () => ({type: 'planning'}),
		});
		expect(text(140, 40)).not.toContain('skew');
		press('B');
		expect(text()).toContain('There is nothing to plan yet: no server has answered');
		expect(text()).not.toContain('planning');
	});

	it.each(['enter', 'y'])('is run at %s', key => {
		const screen = screenWith();
		screen.press('B');
		expect(screen.text(80, 24)).toMatch(/Balance east with 3 step-downs\? \[Y\/n\]/);
		expect(screen.lines(80, 24).at(-1)).toMatch(/^y run it \(Enter too\) +n no \(Esc too\)/);
		screen.press(key);
		expect(screen.intents).toMatchObject([
			{type: 'run-plan', wish: {cluster: 'east', drain: undefined}},
		]);
		screen.press('D', key);
		expect(screen.intents).toMatchObject([
			{type: 'run-plan'},
			{type: 'run-plan', wish: {drain: 'n1'}},
		]);
	});

	it.each(['escape', 'n', 'q'])('is dropped at %s', key => {
		const screen = screenWith();
		screen.press('B', key);
		expect(screen.intents).toEqual([]);
		expect(screen.text(80, 24)).toContain('Nothing was done');
	});

	it('that is refused is not run at Enter before it is forced', () => {
		const screen = screenWith(skewed, ['n3 did not answer']);
		screen.press('B', 'enter');
		expect(screen.intents).toEqual([]);
		expect(screen.text(80, 24)).toContain('Refused: n3 did not answer; f runs it anyway');
		screen.press('f', 'enter');
		expect(screen.intents).toMatchObject([{type: 'run-plan', wish: {force: true}}]);
	});

	it('without step-downs is closed at Enter', () => {
		const screen = screenWith(groupsLedBy({n1: 3, n2: 3, n3: 3}));
		screen.press('B', 'enter');
		expect(screen.intents).toEqual([]);
		expect(screen.text(80, 24)).toContain('There was nothing to do');
	});
});
