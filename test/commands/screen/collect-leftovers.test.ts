import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {collectLeftovers} from '../../../source/commands/screen/collect-leftovers.ts';
import {aGroup} from '../../support/build.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

const groups = (count: number) =>
	new Map(
		Array.from({length: count}, (_, index) => {
			const group = aGroup({stream: `S${index}`});
			return [group.key, group];
		}),
	);

it('collects once after all servers have told very many groups, and again after they all told anew', () => {
	const view = {missing: ['n1'], groups: groups(6000)};
	let collections = 0;
	const end = collectLeftovers(view, () => collections++);
	vi.advanceTimersByTime(3000);
	expect(collections).toBe(0);

	view.missing = [];
	vi.advanceTimersByTime(1000);
	expect(collections).toBe(0);
	vi.advanceTimersByTime(60_000);
	expect(collections).toBe(1);

	view.missing = ['n2'];
	vi.advanceTimersByTime(1000);
	view.missing = [];
	vi.advanceTimersByTime(60_000);
	expect(collections).toBe(2);

	view.missing = ['n1'];
	vi.advanceTimersByTime(1000);
	view.missing = [];
	end();
	vi.advanceTimersByTime(60_000);
	expect(collections).toBe(2);
});

it('leaves few groups alone', () => {
	const view = {missing: ['n1'], groups: groups(100)};
	let collections = 0;
	const end = collectLeftovers(view, () => collections++);
	vi.advanceTimersByTime(1000);
	view.missing = [];
	vi.advanceTimersByTime(60_000);
	end();
	expect(collections).toBe(0);
});
