import {describe, expect, it} from 'vitest';
import {defaultCountingRules} from '../../../source/domain/distribution.ts';
import {expectedLeaders} from '../../../source/ui/update/step-down-question.ts';

const view = {
	counts: new Map([
		['n1', {streams: 4, consumers: 6, r1: 2}],
		['n2', {streams: 1, consumers: 0, r1: 0}],
	]),
};
const world = {view, rules: defaultCountingRules};
const move = (to: string | undefined, candidates: string[]) => ({
	account: 'SHOP',
	stream: 'S',
	consumer: undefined,
	from: 'n1',
	to,
	candidates,
});

describe('expectedLeaders', () => {
	it('is sure of directed moves', () => {
		const expected = expectedLeaders([move('n2', ['n2', 'n3']), move('n3', ['n2', 'n3'])], world);
		expect(Object.fromEntries(expected)).toEqual({
			n1: {least: 8, most: 8},
			n2: {least: 2, most: 2},
			n3: {least: 1, most: 1},
		});
	});

	it('gives a range where the groups choose, but not where they have no choice', () => {
		const expected = expectedLeaders(
			[move(undefined, ['n2', 'n3']), move(undefined, ['n2'])],
			world,
		);
		expect(Object.fromEntries(expected)).toEqual({
			n1: {least: 8, most: 8},
			n2: {least: 2, most: 3},
			n3: {least: 0, most: 1},
		});
	});

	it('counts groups with one replica where the rules do', () => {
		const rules = {...defaultCountingRules, countR1: true};
		expect(expectedLeaders([move('n2', ['n2'])], {view, rules}).get('n1')).toEqual({
			least: 11,
			most: 11,
		});
	});
});
