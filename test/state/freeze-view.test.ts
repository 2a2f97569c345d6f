import {expect, it} from 'vitest';
import {freezeView} from '../../source/state/freeze-view.ts';
import {aGroup, start} from '../support/build.ts';
import {elected} from '../support/events.ts';
import {storeOf} from '../support/store-of.ts';

const orders = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2']});
const audit = aGroup({stream: 'AUDIT', leader: 'n1', followers: ['n2']});

it('stays as it was while the cluster goes on', () => {
	const {view, apply} = storeOf(['n1', 'n2'], [orders, audit]);
	const before = [...view.groups];
	const frozen = freezeView(view);
	const totals = {...view.electionTotals};
	apply(elected(orders, 'n2', {at: start + 1000}));
	apply({type: 'group-deleted', at: start + 1000, group: audit});

	expect([...frozen.groups]).toEqual(before);
	expect(frozen.electionTotals).toEqual(totals);
	expect(view.electionTotals).not.toEqual(totals);
	expect([...frozen.groups.keys()]).toEqual([orders.key, audit.key]);
	expect(frozen.groups.get(orders.key)?.leader).toBe('n1');
	expect(frozen.groups.has(audit.key)).toBe(true);
	expect(frozen.groups.get('none')).toBeUndefined();
	expect(frozen.byName().map(({key}) => key)).toEqual([audit.key, orders.key]);
	expect(frozen.ledBy('n1').map(({key}) => key)).toEqual([audit.key, orders.key]);
	expect(frozen.ledBy('n2')).toEqual([]);
	expect([view.groups.size, view.ledBy('n1').length, view.ledBy('n2').length]).toEqual([1, 0, 1]);
});
