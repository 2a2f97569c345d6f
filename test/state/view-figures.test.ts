import {describe, expect, it} from 'vitest';
import type {ClusterView} from '../../source/state/cluster-view.ts';
import {accountsLedBy, loadOf, tallyAccounts} from '../../source/state/view-figures.ts';
import {aGroup, start} from '../support/build.ts';
import {elected} from '../support/events.ts';
import {storeOf} from '../support/store-of.ts';

const groups = Array.from({length: 6000}, (_, index) =>
	aGroup({stream: `S${index}`, account: 'SHOP', leader: 'n1', followers: ['n2']}),
);
const [first] = groups;

const answers: Readonly<Record<string, (view: ClusterView) => number | undefined>> = {
	load: view => loadOf(view, 'east', false).get('n1')?.unknown,
	'the tally of an account': view => tallyAccounts(view, 'east')[0]?.leaders.get('n1'),
	'the accounts of a server': view => accountsLedBy(view, 'n1').get('SHOP'),
};

describe.each(Object.entries(answers))('%s', (_, answer) => {
	it.each([
		['may be less than a second old among very many groups', 999, 6000],
		['is found anew after a second', 1000, 5999],
		['is found anew where time went back, as in a recording', -600_000, 5999],
	])('%s', (_, passedMs, expected) => {
		if (!first) {
			throw new Error('no group');
		}

		const {view, apply} = storeOf(['n1', 'n2'], groups);
		let now = start;
		const seen = Object.create(view, {now: {get: () => now}}) as ClusterView;
		expect(answer(seen)).toBe(6000);
		apply(elected(first, 'n2', {at: start + 1}));
		now += passedMs;
		expect(answer(seen)).toBe(expected);
	});
});
