import {describe, expect, it} from 'vitest';
import {createStore} from '../../source/state/store.ts';
import {aGroup, groupsLedBy, start} from '../support/build.ts';
import {aReport, elected, firstLook, look, serversReported} from '../support/events.ts';
import {barsOf, picture} from '../support/picture.ts';
import {storeOf} from '../support/store-of.ts';

describe('store', () => {
	it('counts the leaders that the servers report', () => {
		const {view} = storeOf(['n1', 'n2', 'n3'], groupsLedBy({n1: 8, n2: 4, n3: 0}));

		expect(barsOf(view)).toBe(picture`
			n1 ████████ 8
			n2 ████ 4
			n3 0
		`);
	});

	it('moves one leader with one election', () => {
		const groups = groupsLedBy({n1: 3, n2: 0, n3: 0});
		const store = storeOf(['n1', 'n2', 'n3'], groups);

		for (const group of groups.slice(0, 1)) {
			store.apply(elected(group, 'n3', {at: start + 10}));
		}

		expect(barsOf(store.view)).toBe(picture`
			n1 ██ 2
			n2 0
			n3 █ 1
		`);
	});

	it('keeps the same view and grows its revision only when something changed', () => {
		const store = storeOf(['n1', 'n2'], []);
		const {view} = store;
		const {revision} = view;

		store.apply({
			type: 'group-created',
			at: start + 5,
			group: aGroup({stream: 'NEW'}),
		});
		expect(view.revision).toBe(revision);
		expect(view.now).toBe(start + 5);

		store.apply(serversReported(['n1', 'n2'], {at: start + 10}));
		expect(store.view).toBe(view);
		expect(view.revision).toBeGreaterThan(revision);
	});

	it('knows whether a cluster has JetStream, also of servers that are away', () => {
		const store = storeOf(['n1'], []);
		const lone = {cluster: 'aside', state: 'no-jetstream'} as const;
		const both = [aReport('a1', lone), aReport('n1')];
		const withJetStream = () =>
			[...store.view.clusters.values()].flatMap(({name, jetStream}) => (jetStream ? [name] : []));

		store.apply(serversReported(both, {at: start + 5}));
		expect(withJetStream()).toEqual(['east']);
		store.apply(serversReported([], {at: start + 10, silent: ['a1', 'n1']}));
		expect(withJetStream()).toEqual(['east']);
		store.apply(serversReported(both, {at: start + 20}));
		expect(withJetStream()).toEqual(['east']);
		store.apply(serversReported([aReport('a1', {...lone, state: 'recovering'})], {at: start + 30}));
		expect(withJetStream()).toEqual(['aside', 'east']);
	});

	it('calls subscribers after a change and not after they have left', () => {
		const store = createStore();
		const seen: number[] = [];
		const leave = store.subscribe(() => seen.push(store.view.servers.size));

		store.apply(serversReported(['n1']));
		store.apply(serversReported(['n1', 'n2']));
		leave();
		store.apply(serversReported(['n1', 'n2', 'n3']));

		expect(seen).toEqual([1, 2]);
	});

	it('takes the first complete picture as the baseline', () => {
		const store = createStore();
		const groups = groupsLedBy({n1: 5, n2: 1});
		const events = firstLook(['n1', 'n2'], groups);

		for (const event of events.slice(0, -1)) {
			store.apply(event);
			expect(store.view.baseline).toBeUndefined();
		}

		for (const event of [...events.slice(-1), ...look('n1', [], {at: start + 1000})]) {
			store.apply(event);
		}

		expect(Object.fromEntries(store.view.baseline ?? [])).toEqual({n1: 5, n2: 1});
	});

	it('sets the baseline anew on demand', () => {
		const groups = groupsLedBy({n1: 2, n2: 0});
		const store = storeOf(['n1', 'n2'], groups);

		store.apply(elected(groupsLedBy({n1: 1, n2: 0})[0] ?? aGroup({stream: ''}), 'n2'));
		store.setBaseline();
		expect(Object.fromEntries(store.view.baseline ?? [])).toEqual({n1: 1, n2: 1});

		store.setBaseline(new Map([['n1', 7]]));
		expect(Object.fromEntries(store.view.baseline ?? [])).toEqual({n1: 7});
	});
});
