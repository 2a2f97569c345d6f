import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {aGroup, start, aServer} from '../support/build.ts';
import {elected, reportOf, serversReported} from '../support/events.ts';
import {storeOf} from '../support/store-of.ts';
import type {OfferAnswer} from '../../source/domain/plan/offer.ts';
import {pace, restAfter} from '../../source/ui/pace.ts';
import {createScreen} from '../../source/ui/app/screen.ts';
import type {World} from '../../source/ui/world.ts';
import {aWorld} from './a-world.ts';
import {frameLines} from './stage-screen.ts';

beforeEach(() => {
	vi.useFakeTimers({now: start});
});

afterEach(() => {
	vi.useRealTimers();
});

/** A screen on a store, and how often it told that it looks different. */
function watchScreen(offer?: World['offer']) {
	const groups = Array.from({length: 100}, (_, index) =>
		aGroup({stream: `S${index}`, leader: 'n1', followers: ['n2', 'n3']}),
	);
	const store = storeOf(['n1', 'n2', 'n3'], groups);
	let told = 0;
	const listeners = new Set<() => void>();
	const notify = () => {
		for (const listener of listeners) {
			listener();
		}
	};

	store.subscribe(notify);
	const screen = createScreen({
		world: () => ({...aWorld(store.view, Date.now()), offer}),
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		onIntent: () => {},
		features: {colorLevel: 0, unicode: true},
		intervalMs: 1000,
	});
	screen.picture({columns: 80, rows: 24});
	const stop = screen.subscribe(() => {
		told++;
	});
	return {
		store,
		groups,
		screen,
		notify,
		stop,
		told: () => told,
		text: () => frameLines(screen, 80, 24).join('\n'),
	};
}

describe('the pace of drawing', () => {
	it('is ten times a second, however many elections there are', () => {
		const {store, groups, told, text, stop} = watchScreen();
		for (const [index, group] of groups.entries()) {
			vi.advanceTimersByTime(10);
			store.apply(elected(group, index % 2 ? 'n2' : 'n3', {at: start + index * 10}));
		}

		vi.advanceTimersByTime(100);
		expect(told()).toBeGreaterThanOrEqual(9);
		expect(told()).toBeLessThanOrEqual(14);
		expect(text()).toContain('leaders on n1 · 0');
		stop();
	});

	it('is at once for the first election after a rest', () => {
		const {store, groups, told, stop} = watchScreen();
		vi.advanceTimersByTime(500);
		const before = told();
		store.apply(elected(groups[0] ?? aGroup({stream: 'X'}), 'n2', {at: start + 500}));
		vi.advanceTimersByTime(1);
		expect(told()).toBe(before + 1);
		stop();
	});

	it('is slower where pictures are expensive, but never slower than six times a second', async () => {
		expect([0, 3, 8, 500].map(restAfter)).toEqual([0, 12, 32, 150]);
		for (const [costMs, most] of [
			[0, 1000 / 40],
			[6, 1000 / 40],
			[20, 1000 / 80],
			[80, 1000 / 150],
		] as const) {
			let drawn = 0;
			let isCounted = false;
			const {soon, stop} = pace(
				() => {
					drawn += isCounted ? 1 : 0;
					// As React does: most of a picture is made after this.
					queueMicrotask(() => {
						vi.advanceTimersByTime(costMs);
					});
				},
				{idleMs: 1000, leastMs: 40},
			);
			const start = performance.now();
			// It finds out in a second what they cost.
			while (performance.now() < start + 2000) {
				isCounted = performance.now() >= start + 1000;
				soon();
				await vi.advanceTimersByTimeAsync(1);
			}

			stop();
			expect(drawn).toBeGreaterThan(most - 2);
			expect(drawn).toBeLessThanOrEqual(most + 1);
		}
	});

	it('rests longer where pictures are expensive and nothing happens, two seconds at most', async () => {
		for (const [costMs, most] of [
			[1, 20],
			[40, 13],
			[500, 10],
		] as const) {
			let drawn = 0;
			const {stop} = pace(
				() => {
					drawn++;
					queueMicrotask(() => {
						vi.advanceTimersByTime(costMs);
					});
				},
				{idleMs: 1000, leastMs: 40},
			);
			const start = performance.now();
			while (performance.now() < start + 20_000) {
				await vi.advanceTimersByTimeAsync(10);
			}

			stop();
			expect(drawn).toBeGreaterThan(most - 4);
			expect(drawn).toBeLessThanOrEqual(most + 3);
		}
	});

	it('keeps no election waiting for the pictures before it, if they were few', () => {
		const {store, groups, told, stop} = watchScreen();
		vi.advanceTimersByTime(500);
		for (const [index, group] of groups.slice(0, 3).entries()) {
			store.apply(elected(group, 'n2', {at: start + 500 + index}));
			vi.advanceTimersByTime(1);
			expect(told()).toBe(index + 1);
		}

		stop();
	});

	it('is at once for a key', () => {
		const {screen, told, stop} = watchScreen();
		screen.onKey({name: 'down', text: ''});
		screen.onKey({name: 'up', text: ''});
		expect(told()).toBe(2);
		stop();
	});

	it('is at once for a plan that the operator waits for', () => {
		let answer: OfferAnswer = {type: 'planning'};
		const {screen, told, text, notify, stop} = watchScreen(() => answer);
		vi.advanceTimersByTime(500);
		screen.onKey({name: 'B', text: 'B'});
		expect(text()).toContain('planning');
		const before = told();
		vi.advanceTimersByTime(100);
		notify();
		vi.advanceTimersByTime(100);
		expect(told()).toBe(before);
		answer = {type: 'failed', reason: 'for a test'};
		notify();
		vi.advanceTimersByTime(1);
		expect(told()).toBe(before + 1);
		expect(text()).toContain('for a test');
		stop();
	});

	it('waits up to a second with gauges that nobody has to see at once', () => {
		const {store, told, text, stop} = watchScreen();
		vi.advanceTimersByTime(1000);
		const before = told();
		const stats = {...aServer('n1').stats, cpuPercent: 77, messagesIn: 9000};
		store.apply(
			serversReported(
				['n1', 'n2', 'n3'].map(name =>
					reportOf({...aServer(name), ...(name === 'n1' ? {stats: stats as never} : {})}),
				),
				{at: start + 1200},
			),
		);
		vi.advanceTimersByTime(900);
		expect(told()).toBe(before);
		vi.advanceTimersByTime(200);
		expect(told()).toBe(before + 1);
		expect(text()).toContain('n1');
		stop();
	});

	it('is once a second when nothing happens: ages grow', () => {
		const {told, stop} = watchScreen();
		vi.advanceTimersByTime(4000);
		expect(told()).toBe(4);
		stop();
	});

	it('ends with the last listener', () => {
		const {stop} = watchScreen();
		stop();
		expect(vi.getTimerCount()).toBe(0);
	});
});
