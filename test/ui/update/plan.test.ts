import {describe, expect, it} from 'vitest';
import {planBalance} from '../../../source/domain/plan/plan-balance.ts';
import type {RaftGroup} from '../../../source/domain/raft-group.ts';
import {
	type Offer,
	paces,
	type OfferAnswer,
	type PlanRequest,
} from '../../../source/domain/plan/offer.ts';
import {groupsLedBy, pictureOf, streamsOnOne} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {stageScreen} from '../stage-screen.ts';

const servers = ['n1', 'n2', 'n3'];
const skewed = groupsLedBy({n1: 6, n2: 3, n3: 0});

function screenWith(
	groups: readonly RaftGroup[] = skewed,
	refusals: readonly string[] = [],
	drained: readonly string[] = [],
	{isLocked = false, ...more}: Partial<Offer> & {readonly isLocked?: boolean} = {},
) {
	const offer = ({cluster, drain}: PlanRequest): OfferAnswer => ({
		type: 'ready',
		offer: {
			plan: planBalance(pictureOf(servers, groups), {
				cluster,
				...(isLocked && {scope: {accounts: ['PAY']}}),
				...(drain !== undefined && {drain: [drain], scope: {leaders: [drain]}}),
			}),
			drain,
			refusals,
			locked: [],
			unmeasured: 0,
			expectedMs: 100,
			...more,
		},
	});
	return stageScreen(aView(servers, groups), {offer, drained: new Set(drained)});
}

describe('a plan', () => {
	it('is not made for nobody knows which cluster, before any server has answered', () => {
		const {press, text} = stageScreen(aView([], [], {clusters: new Map()}), {
			offer: () => ({type: 'planning'}),
		});
		expect(text(140, 40)).not.toContain('skew');
		press('B');
		expect(text()).toContain('Nothing to plan: no server has responded yet');
		expect(text()).not.toContain('planning');
	});

	it.each(['enter', 'y'])('is run at %s', key => {
		const screen = screenWith();
		screen.press('B');
		expect(screen.text(80, 24)).toMatch(/Balance east with 3 step-downs\? \[Y\/n\]/);
		expect(screen.lines(80, 24).at(-1)).toMatch(/^y Enter run it {2}n no {2}s a t p l adjust/);
		screen.press(key);
		expect(screen.intents).toMatchObject([
			{type: 'run-plan', request: {cluster: 'east', drain: undefined}},
		]);
		screen.press('D', key);
		expect(screen.intents).toMatchObject([
			{type: 'run-plan'},
			{type: 'run-plan', request: {drain: 'n1'}},
		]);
	});

	it('says all that it is for, on narrow screens too', () => {
		const screen = screenWith(skewed, ['n3 did not answer']);
		screen.press('B', 'f');
		expect(screen.text(80, 24)).toContain('p as fast as possible  f FORCED');
	});

	it('wraps what it is for, and keeps the answers in view, on the smallest screen that acts', () => {
		const screen = screenWith(skewed, ['n3 did not answer']);
		screen.press('B', 'f', 's', 'l');
		const lines = screen.lines(60, 12);
		expect(lines).toContainEqual(
			expect.stringMatching(/^─ Balance east.* with 3 step-downs\? \[Y\/n\] \(\d+ more below\)/),
		);
		const text = lines.join(' ');
		for (const choice of [
			'l by load',
			's streams',
			'a all accounts',
			't tolerance 0 %',
			'f FORCED',
		]) {
			expect(text).toContain(choice);
		}
	});

	it('is run as fast as possible, or at a pace that one can watch', () => {
		const screen = screenWith();
		screen.press('B');
		for (const pace of ['20/s', '5/s', '1/s', 'as fast as possible', '20/s']) {
			screen.press('p');
			expect(screen.text(80, 24)).toMatch(new RegExp(` p ${pace}$`, 'm'));
		}

		screen.press('enter');
		expect(screen.intents).toMatchObject([{type: 'run-plan', request: {pace: 'brisk'}}]);
		expect(paces.brisk.ratePerSecond).toBe(20);
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
		expect(screen.intents).toMatchObject([{type: 'run-plan', request: {force: true}}]);
	});

	it('that makes only the streams more even says so, and shows them', () => {
		const screen = screenWith(streamsOnOne);
		screen.press('B');
		const text = screen.text(80, 24);
		expect(text).toContain('Balance the streams of east with 4 step-downs? [Y/n]');
		expect(text).toMatch(/evens out +streams 3 0 0 → 1 1 1/);
		expect(text).toMatch(/SERVER +STRM +AFTER/);
		expect(text).toMatch(/n1 ★ +3 +1 /);
		expect(text).toMatch(/n2 +0 +1 /);
	});

	it('that cannot be run now is titled so, with the reason', () => {
		const screen = screenWith(groupsLedBy({n1: 3, n2: 3, n3: 3}), ['n3 did not answer']);
		screen.press('B');
		expect(screen.text(80, 24)).toContain('Cannot balance east now: n3 did not answer');
		expect(screen.text(80, 24)).not.toContain('as even as possible');
		screen.press('f');
		expect(screen.text(80, 24)).toContain('east is as even as possible');
	});

	it('that is kept from more by a locked account names that, not the replica sets', () => {
		const locked = {account: 'SHOP', kind: undefined, missing: '--act-as SHOP=…'};
		const unlocked = {ratio: 1, stepDowns: 3, improves: []};
		const screen = screenWith(skewed, [], [], {locked: [locked], unlocked, isLocked: true});
		screen.press('B');
		const text = screen.text(80, 24);
		expect(text).toContain('Cannot balance east: locked: SHOP');
		expect(text).toMatch(/skew +2.00x → 2.00x; 1.00x needs what is locked: SHOP/);
		expect(text).not.toContain('replica sets');
	});

	it('without step-downs is closed at Enter', () => {
		const screen = screenWith(groupsLedBy({n1: 3, n2: 3, n3: 3}));
		screen.press('B', 'enter');
		expect(screen.intents).toEqual([]);
		expect(screen.text(80, 24)).toContain('Nothing to do');
	});
});

describe('a drain', () => {
	/** Its leaders stay on n1: no follower is up to date. */
	const stuck = groupsLedBy({n1: 6, n2: 3, n3: 0}).map(group => ({
		...group,
		followers: group.followers.map(follower => ({...follower, current: false, lag: 9})),
	}));

	it('that can move nothing is closed at Enter, and said to have done nothing', () => {
		const screen = screenWith(stuck);
		screen.press('D');
		expect(screen.text(80, 24)).toContain('No group on n1 can move');
		expect(screen.text(80, 24)).not.toContain('then stays empty');
		expect(screen.lines(80, 24).at(-1)).toMatch(/^Enter n close/);
		screen.press('enter');
		expect(screen.intents).toEqual([]);
		expect(screen.text(80, 24)).toContain('no group on n1 can move');
		screen.press('D', 'y');
		expect(screen.intents).toEqual([]);
	});

	it('of a server that leads nothing keeps it empty, and asks whether to', () => {
		const screen = screenWith();
		screen.press('g', 'down', 'down', 'D');
		expect(screen.text(80, 24)).toContain('n3 has no leaders to move. Keep it empty? [Y/n]');
		screen.press('n');
		expect(screen.intents).toEqual([]);
		screen.press('D', 'enter');
		expect(screen.intents).toEqual([{type: 'keep-empty', server: 'n3'}]);
	});

	it('that did not get to its end goes on with D', () => {
		const screen = screenWith(skewed, [], ['n1']);
		screen.press('D');
		expect(screen.text(80, 24)).toContain('Continue to drain n1 with 6 step-downs? [Y/n]');
		screen.press('enter');
		expect(screen.intents).toMatchObject([{type: 'run-plan', request: {drain: 'n1'}}]);
	});

	it.each(['moves', 'is stuck'])('that did not get to its end can be given up with u: %s', how => {
		const screen = screenWith(how === 'moves' ? skewed : stuck, [], ['n1']);
		screen.press('D');
		expect(screen.text(80, 24)).toMatch(/ u undrain/);
		screen.press('u');
		expect(screen.text(80, 24)).toContain('Undrain n1?');
		expect(screen.intents).toEqual([]);
		screen.press('y');
		expect(screen.intents).toEqual([{type: 'undrain', server: 'n1'}]);
	});

	it('that is done is taken back with D', () => {
		const screen = screenWith(skewed, [], ['n3']);
		screen.press('g', 'down', 'down', 'D');
		expect(screen.text(80, 24)).toContain('Undrain n3?');
	});

	it('has nothing to be given up before it was begun', () => {
		const screen = screenWith();
		screen.press('D');
		expect(screen.text(80, 24)).not.toMatch(/ u undrain/);
		screen.press('u');
		expect(screen.text(80, 24)).toContain('Nothing to undrain');
	});
});
