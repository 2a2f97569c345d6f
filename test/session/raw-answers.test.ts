import {expect, it} from 'vitest';
import type {RawTarget} from '../../source/cluster.ts';
import {rawAnswers} from '../../source/session/raw-answers.ts';
import {aGroup} from '../support/build.ts';

const group = aGroup({stream: 'ORDERS', leader: 'n1'});

it('asks once for a group, however its figures change, and anew when it is opened anew', async () => {
	const asked: RawTarget[] = [];
	let changes = 0;
	const raw = rawAnswers(
		{
			async rawJson(target) {
				asked.push(target);
				return asked.length === 2 ? Promise.reject(new Error('none within 10000 ms')) : '{}';
			},
		},
		() => changes++,
	);
	expect(raw?.({serverId: 'A', group}, 1)).toEqual({type: 'asking'});
	await expect.poll(() => changes).toBe(1);
	const moved = {...group, messages: 7};
	expect(raw?.({serverId: 'A', group: moved}, 1)).toEqual({type: 'ready', text: '{}'});
	expect(asked).toHaveLength(1);

	raw?.({serverId: 'A', group: moved}, 2);
	await expect.poll(() => changes).toBe(2);
	expect(raw?.({serverId: 'A', group}, 2)).toEqual({
		type: 'failed',
		reason: 'none within 10000 ms',
	});
	expect(asked).toHaveLength(2);
});

it('asks nobody where there is nobody', () => {
	expect(rawAnswers({}, () => undefined)).toBeUndefined();
});
