import {expect, test} from 'vitest';
import {moveQueue} from '../../source/executor/move-queue.ts';
import {aGroup} from '../support/build.ts';

const queued = (from: string, count: number) =>
	Array.from({length: count}, (_, index) => {
		const group = aGroup({stream: `${from}-${index}`, leader: from, followers: ['n9']});
		return {move: {group: group.key, from, to: 'n9'}, group};
	});

test('keeps the order of the plan, also for moves that come later', () => {
	const queue = moveQueue();
	const all = [...queued('n1', 600), ...queued('n2', 300)];
	queue.push(all.slice(0, 500));
	const taken = Array.from({length: 100}, () => queue.take(() => true));
	queue.push(all.slice(500));
	while (queue.size() > 0) {
		taken.push(queue.take(() => true));
	}

	expect(taken).toEqual(all);
});

test('lets a move overtake those near the front, not a whole plan', () => {
	const queue = moveQueue();
	queue.push([...queued('n1', 300), ...queued('n2', 1)]);
	expect(queue.take(({from}) => from === 'n2')).toBeUndefined();
	for (let taken = 0; taken < 50; taken++) {
		queue.take(() => true);
	}

	expect(queue.take(({from}) => from === 'n2')?.move.from).toBe('n2');
	expect(queue.drop()).toHaveLength(250);
	expect(queue.size()).toBe(0);
});
