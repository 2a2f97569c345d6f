import {describe, expect, it} from 'vitest';
import type {ClusterEvent} from '../../source/domain/cluster-event.ts';
import {aFollower, aGroup, start} from '../support/build.ts';
import {aReport, elected, groupsReported, serversReported} from '../support/events.ts';
import {storeOf} from '../support/store-of.ts';

const orders = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3'], messages: 10});
const at = start + 1000;

function isNewToPlans(event: ClusterEvent): boolean {
	const {view, apply} = storeOf(['n1', 'n2', 'n3'], [orders]);
	const {planRevision, revision} = view;
	apply(event);
	expect(view.revision).toBeGreaterThan(revision);
	return view.planRevision !== planRevision;
}

const reported = (traits: Partial<typeof orders>) =>
	groupsReported('n1', [{...orders, ...traits}], {at});

describe('what plans depend on', () => {
	it.each<[string, ClusterEvent]>([
		['another leader', elected(orders, 'n2', {at})],
		['a follower that lags', reported({followers: [aFollower('n2', {lag: 50}), aFollower('n3')]})],
		[
			'a follower that is gone',
			reported({followers: [aFollower('n2', {online: false}), aFollower('n3')]}),
		],
		['a smaller peer set', reported({followers: [aFollower('n2')], replicas: 2})],
		['a group that is deleted', {type: 'group-deleted', at, group: orders}],
		[
			'a group that is new',
			groupsReported('n1', [orders, {...orders, stream: 'NEW', key: 'new'}], {at}),
		],
		['a server that leaves', {type: 'server-leaving', at, server: 'n2', how: 'lame-duck'}],
		[
			'a server with another version',
			serversReported(['n1', aReport('n2', {version: '2.99.0'}), 'n3'], {at}),
		],
	])('changes with %s', (_, event) => {
		expect(isNewToPlans(event)).toBe(true);
	});

	it('does not change with messages and gauges', () => {
		expect(isNewToPlans(reported({messages: 5000}))).toBe(false);
		expect(isNewToPlans(serversReported(['n1', 'n2', 'n3'], {at}))).toBe(false);
	});
});
