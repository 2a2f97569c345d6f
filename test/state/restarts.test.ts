import {describe, expect, it} from 'vitest';
import {createStore, type Store} from '../../source/state/store.ts';
import {aFollower, aGroup, groupsLedBy, start} from '../support/build.ts';
import {aReport, firstLook, look, serversReported} from '../support/events.ts';

const others = ['n2', 'n3'];
const second = 1000;

/** n1 of three servers, and what is said of it from then on. */
function watched(): Store & {
	readonly round: (s: number, n1: Parameters<typeof aReport>[1] | 'offline' | 'silent') => void;
	readonly lookAtOthers: (s: number, lag?: number) => void;
} {
	const store = createStore();
	const groups = groupsLedBy({n1: 0, n2: 2, n3: 2});
	firstLook(['n1', ...others], groups).forEach(store.apply);
	return {
		...store,
		round(s, n1) {
			const at = start + s * second;
			const away = n1 === 'offline' || n1 === 'silent';
			store.apply(
				serversReported([...others, ...(away ? [] : [aReport('n1', n1)])], {
					at,
					silent: n1 === 'silent' ? ['n1'] : [],
					offline: n1 === 'offline' ? [{name: 'n1', cluster: 'east'}] : [],
				}),
			);
		},
		lookAtOthers(s, lag = 0) {
			for (const name of others) {
				const led = groups
					.filter(({leader}) => leader === name)
					.map(group => ({
						...group,
						followers: group.followers.map(follower =>
							follower.server === 'n1' ? aFollower('n1', {lag, current: lag === 0}) : follower,
						),
					}));
				look(name, led, {at: start + s * second}).forEach(store.apply);
			}
		},
	};
}

const nextLife = {id: 'n1-2', version: '2.12.6', startedAt: start + 4 * second};

describe('a restart', () => {
	it('is counted once, with its times and the version before', () => {
		const {view, round} = watched();
		expect(view.restartOf('n1')).toBeUndefined();
		round(2, 'silent');
		round(3, 'offline');
		expect(view.restartOf('n1')).toMatchObject({restarts: 0, goneAt: start + 2 * second});
		round(5, {...nextLife, state: 'recovering'});
		round(6, {...nextLife, state: 'recovering'});
		round(8, nextLife);
		round(9, nextLife);
		expect(view.restartOf('n1')).toEqual({
			restarts: 1,
			goneAt: start + 2 * second,
			backAt: start + 5 * second,
			upAt: start + 8 * second,
			previousVersion: '2.12.4',
		});
		expect(view.restartOf('n2')).toBeUndefined();
	});

	it('is told by the next life alone where nobody saw the server go', () => {
		const {view, round} = watched();
		round(5, nextLife);
		expect(view.restartOf('n1')).toMatchObject({
			restarts: 1,
			goneAt: undefined,
			backAt: start + 5 * second,
			upAt: start + 5 * second,
		});
	});

	it('is none where a server was silent for a while', () => {
		const {view, round} = watched();
		round(2, 'silent');
		round(5, {});
		expect(view.restartOf('n1')).toMatchObject({restarts: 0, backAt: start + 5 * second});
	});
});

describe('the replicas of a server that came back', () => {
	it('are not known to be current before every leader has told of them anew', () => {
		const {view, round, lookAtOthers, apply} = watched();
		expect(view.behind('n1')).toBe(0);
		round(3, 'offline');
		expect(view.behind('n1')).toBeUndefined();
		expect(view.unseen).toEqual(new Set());
		round(8, nextLife);
		expect(view.behind('n1')).toBeUndefined();
		expect(view.unseen).toEqual(new Set(['n1']));
		look('n1', [], {at: start + 11 * second}).forEach(apply);
		expect(view.unseen).toEqual(new Set(['n1']));
		lookAtOthers(11, 40);
		expect(view.unseen).toEqual(new Set());
		expect(view.behind('n1')).toBe(4);
		lookAtOthers(14, 0);
		expect(view.behind('n1')).toBe(0);
	});

	it('are not taken as seen by answers to what was asked before they had settled', () => {
		const {view, round, lookAtOthers, apply} = watched();
		round(3, 'offline');
		round(8, nextLife);
		look('n1', [], {at: start + 11 * second}).forEach(apply);
		lookAtOthers(10.003);
		expect(view.behind('n1')).toBeUndefined();
	});

	it('have their lag over time, which is forgotten once there is none', () => {
		const {view, round, lookAtOthers, apply} = watched();
		round(3, 'offline');
		round(8, nextLife);
		look('n1', [], {at: start + 11 * second}).forEach(apply);
		lookAtOthers(12, 50);
		lookAtOthers(13, 20);
		expect(view.lagsOf('n1').at(-1)).toEqual({at: start + 13 * second, groups: 4, entries: 80});
		expect(view.lagsOf('n1').length).toBeGreaterThan(1);
		expect(view.lagsOf('n2')).toEqual([]);
		lookAtOthers(14, 0);
		expect(view.lagsOf('n1')).toEqual([]);
	});
});

it('does not count lag within what a busy group takes in a second, nor of groups that nobody leads', () => {
	const store = createStore();
	const groups = [
		aGroup({stream: 'A', leader: 'n2', followers: [aFollower('n1', {lag: 3, current: false})]}),
		aGroup({stream: 'B', replicas: 3, followers: [aFollower('n1', {lag: 9, current: false})]}),
	];
	firstLook(['n1', ...others], groups).forEach(store.apply);
	expect(store.view.behind('n1')).toBe(1);
});
