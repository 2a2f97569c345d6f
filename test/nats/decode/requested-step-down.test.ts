import {describe, expect, it} from 'vitest';
import {requestedStepDown} from '../../../source/nats/decode/requested-step-down.ts';

const stream = '$JS.API.STREAM.LEADER.STEPDOWN.ORDERS';
const consumer = '$JS.API.CONSUMER.LEADER.STEPDOWN.ORDERS.audit';
const info = JSON.stringify({acc: 'SHOP', host: '10.0.0.7', user: 's3cret', name: 'NATS CLI'});

describe('a request to step down that was seen', () => {
	it('names the group and the client', () => {
		expect(requestedStepDown(stream, info)).toEqual({
			group: {
				kind: 'stream',
				domain: undefined,
				accountId: 'SHOP',
				stream: 'ORDERS',
				consumer: undefined,
			},
			who: 'NATS CLI on 10.0.0.7',
		});
		expect(requestedStepDown(consumer, info)?.group).toMatchObject({
			kind: 'consumer',
			stream: 'ORDERS',
			consumer: 'audit',
		});
	});

	it('does not tell the user, which may be a token', () => {
		expect(JSON.stringify(requestedStepDown(stream, info))).not.toContain('s3cret');
	});

	it.each(['', '{', '[]', '"x"', '{"acc": 7}'])(
		'is of the account in which it was heard where the header is %j',
		header => {
			expect(requestedStepDown(stream, header)).toBeUndefined();
			expect(requestedStepDown(stream, header, 'PAY')).toMatchObject({
				group: {accountId: 'PAY'},
				who: undefined,
			});
		},
	);
});
