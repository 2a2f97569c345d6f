import {expect, it} from 'vitest';
import {outcomeText} from '../../source/session/work-log.ts';
import {aGroup} from '../support/build.ts';

const group = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3']});
const text = (to: string | undefined) =>
	outcomeText({
		move: {group: group.key, from: 'n1', to},
		group,
		result: 'as-wanted',
		elected: 'n2',
		electionMs: 28,
		reason: undefined,
	});

it('does not claim a wish where the group chose its leader', () => {
	expect(text('n2')).toBe('SHOP ORDERS: n1 → n2, as wanted, 28 ms');
	expect(text(undefined)).toBe('SHOP ORDERS: n1 → n2, done, 28 ms');
});
