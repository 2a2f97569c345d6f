import {describe, expect, it} from 'vitest';
import {takeListing} from '../../../source/nats/account/take-listing.ts';
import {ApiError} from '../../../source/nats/client/jetstream-api.ts';
import {NoAnswerError} from '../../../source/nats/client/link.ts';
import {accountOf} from './account-of.ts';

describe('a listing', () => {
	it('asks for the consumers of eight streams at a time', async () => {
		let asked = 0;
		let open = 0;
		let most = 0;
		const view = accountOf(50, async () => {
			asked++;
			most = Math.max(most, ++open);
			await new Promise(setImmediate);
			open--;
			return {entries: [], missing: [], offline: new Map(), total: 0, limit: 256};
		});
		await takeListing(view, new AbortController().signal);
		expect({asked, most}).toEqual({asked: 50, most: 8});
		expect(view.ledger.allTotals()).toEqual({streams: 50, consumers: 0});
	});

	it('asks nothing more once a question has failed: the next listing is to come', async () => {
		let asked = 0;
		const view = accountOf(50, async (stream, _, signal) => {
			signal.throwIfAborted();
			asked++;
			await new Promise(setImmediate);
			if (stream === 'S3') {
				throw new NoAnswerError('$JS.API.CONSUMER.LIST.S3', 'none within 10000 ms');
			}

			return {entries: [], missing: [], offline: new Map(), total: 0, limit: 256};
		});
		await expect(takeListing(view, new AbortController().signal)).rejects.toThrow(
			'CONSUMER.LIST.S3',
		);
		for (let turn = 0; turn < 50; turn++) {
			await new Promise(setImmediate);
		}

		expect(asked).toBeLessThan(20);
	});

	it('ends with the connection', async () => {
		const session = new AbortController();
		const view = accountOf(50, async (_stream, _offset, signal) => {
			session.abort(new Error('the connection was lost'));
			signal.throwIfAborted();
			return {entries: [], missing: [], offline: new Map(), total: 0, limit: 256};
		});
		await expect(takeListing(view, session.signal)).rejects.toThrow('the connection was lost');
		await expect(takeListing(view, session.signal)).rejects.toThrow('the connection was lost');
	});

	/** As servers of 2.12 answered for consumers that the meta group knew, and that no server had. */
	describe.each([
		['without a cluster', async () => ({stream_name: 'S1', name: 'all', config: {}})],
		[
			'that there is no such consumer',
			async () =>
				Promise.reject(new ApiError('$JS.API.CONSUMER.INFO.S1.all', 10_014, 'consumer not found')),
		],
	])('of a consumer that is missing and answered %s', (_, consumer) => {
		const page = {entries: [], missing: ['all'], offline: new Map<string, string>(), total: 1};

		it('is complete and names it as orphaned', async () => {
			const view = accountOf(1, async () => ({...page, limit: 256}), consumer);
			const listing = await takeListing(view, new AbortController().signal);
			expect(listing).toMatchObject({
				unanswered: [],
				offline: [{stream: 'S1', consumer: 'all', type: 'orphaned'}],
			});
		});

		it('leaves it out where it is not missing any more', async () => {
			let asked = 0;
			const view = accountOf(
				1,
				async () => ({...page, missing: asked++ === 0 ? ['all'] : [], limit: 256}),
				consumer,
			);
			const listing = await takeListing(view, new AbortController().signal);
			expect(listing).toMatchObject({unanswered: [], offline: []});
		});
	});
});
