import {describe, expect, it} from 'vitest';
import {onAbort, untilAborted, withDeadline} from '../../source/time/abort.ts';

const never = new Promise<never>(() => {});

describe('onAbort', () => {
	it('tells the reason once, also of a signal that has aborted before', () => {
		const reasons: unknown[] = [];
		const ending = new AbortController();
		onAbort(ending.signal, reason => reasons.push(reason));
		onAbort(ending.signal, reason => reasons.push(reason))();
		ending.abort('enough');
		onAbort(ending.signal, reason => reasons.push(reason));
		expect(reasons).toEqual(['enough', 'enough']);
	});
});

describe('untilAborted', () => {
	it('gives what comes first: the result, the failure or the reason', async () => {
		const {signal} = new AbortController();
		await expect(untilAborted(Promise.resolve(1), signal)).resolves.toBe(1);
		await expect(untilAborted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
		await expect(untilAborted(never, AbortSignal.abort(new Error('over')))).rejects.toThrow('over');
	});
});

describe('withDeadline', () => {
	it('aborts the work at the deadline', async () => {
		const work = withDeadline(5, undefined, async signal => untilAborted(never, signal));
		await expect(work).rejects.toMatchObject({name: 'TimeoutError'});
	});

	it('aborts the work with the outer signal', async () => {
		const work = withDeadline(1e6, AbortSignal.abort('over'), async signal => signal.reason);
		await expect(work).resolves.toBe('over');
	});
});
