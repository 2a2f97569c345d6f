import {describe, expect, it} from 'vitest';
import {urgentFacts} from '../../../source/ui/app/screen.ts';
import {groupsLedBy} from '../../support/build.ts';
import {aView} from '../a-view.ts';

const servers = ['n1', 'n2', 'n3'];
const few = groupsLedBy({n1: 2, n2: 1, n3: 0});
const more = groupsLedBy({n1: 3, n2: 1, n3: 0});

describe('what has to be seen at once', () => {
	it('is, of the first picture, only that another part of it is there', () => {
		const seen = (groups: typeof few, missing: readonly string[]) =>
			urgentFacts(aView(servers, groups, {missing, baseline: undefined}));
		expect(seen(more, ['n2', 'n3'])).toBe(seen(few, ['n2', 'n3']));
		expect(seen(few, ['n3'])).not.toBe(seen(few, ['n2', 'n3']));
		expect(seen(few, [])).not.toBe(seen(few, ['n3']));
	});

	it('is later each change of what is led, also while a server is missing', () => {
		const baseline = new Map([['n1', 2]]);
		for (const missing of [[], ['n3']]) {
			const seen = (groups: typeof few, leaderless = new Map<string, number>()) =>
				urgentFacts(aView(servers, groups, {missing, baseline, leaderless}));
			expect(seen(more)).not.toBe(seen(few));
			expect(seen(few, new Map([[few[0]?.key ?? '', 1]]))).not.toBe(seen(few));
			expect(seen(few)).toBe(seen(few));
		}
	});
});
