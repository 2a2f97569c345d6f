import {describe, expect, it} from 'vitest';
import {
	groupAdvisory,
	leaderElectedAdvisory,
	leavingServer,
	metaLeaderAdvisory,
	requestedStepDown,
} from '../../../source/nats/decode/advisory.ts';
import {apiAnswer} from '../../../source/nats/decode/api-reply.ts';
import {UndecodableError} from '../../../source/nats/decode/json-value.ts';

const nobody = () => undefined;

describe('advisories', () => {
	it('tell an election with the peers but the leader', () => {
		expect(
			leaderElectedAdvisory(
				{
					account: 'AXYZ',
					domain: 'hub',
					stream: 'ORDERS',
					consumer: 'billing',
					leader: 'n2',
					replicas: [
						{name: 'n1', current: true, active: 1.8e18},
						{name: 'n2', current: true},
						{name: 'n3', current: false, lag: 3, offline: true},
					],
				},
				nobody,
			),
		).toEqual({
			group: {
				kind: 'consumer',
				domain: 'hub',
				accountId: 'AXYZ',
				stream: 'ORDERS',
				consumer: 'billing',
			},
			leader: 'n2',
			followers: [
				{server: 'n1', current: true, lag: 0, online: true},
				{server: 'n3', current: false, lag: 3, online: false},
			],
		});
	});

	it('tell nothing of followers when they list none', () => {
		const {followers} = leaderElectedAdvisory({account: 'A', stream: 'S', leader: 'n1'}, nobody);

		expect(followers).toBeUndefined();
	});

	it.each([
		['no leader', {account: 'A', stream: 'S', leader: ''}],
		['no stream', {account: 'A', leader: 'n1'}],
		['no account', {stream: 'S', leader: 'n1'}],
		['nothing', null],
	])('of an election are refused with %s', (_, value) => {
		expect(() => leaderElectedAdvisory(value, nobody)).toThrow(UndecodableError);
	});

	it('belong to the account in which they were heard when they name none', () => {
		expect(groupAdvisory({stream: 'S', action: 'create'}, 'A')).toMatchObject({
			accountId: 'A',
			kind: 'stream',
		});
		expect(groupAdvisory({account: 'B', stream: 'S'}, 'A')).toMatchObject({accountId: 'B'});
	});

	it('name the meta leader by its node', () => {
		expect(
			metaLeaderAdvisory({leader: 'X1', cluster: 'east', replicas: [{name: 'n1', peer: 'X1'}]}),
		).toEqual({
			node: 'X1',
			cluster: 'east',
			domain: undefined,
			peers: [{name: 'n1', node: 'X1', current: false, lag: 0, offline: false}],
		});
	});

	it.each([
		['itself', {name: 'n1', id: 'N1'}],
		['itself in an envelope', {server: {name: 'n1', id: 'N1'}}],
	])('of a server that leaves speak of %s', (_, value) => {
		expect(leavingServer(value)).toMatchObject({name: 'n1', id: 'N1', cluster: 'n1'});
	});
});

describe('an answer of the JetStream API', () => {
	it.each([
		[{success: true}, {type: 'done'}],
		[
			{error: {code: 400, err_code: 10_003, description: 'bad request'}},
			{type: 'error', code: 10_003, description: 'bad request'},
		],
		[{error: {code: 503}}, {type: 'error', code: 503, description: 'error without description'}],
	])('reads %j', (value, answer) => {
		expect(apiAnswer(value)).toEqual(answer);
	});

	it.each([[null], [{}], [{success: 'yes'}]])('refuses %j', value => {
		expect(() => apiAnswer(value)).toThrow(UndecodableError);
	});
});

const streamRequest = '$JS.API.STREAM.LEADER.STEPDOWN.ORDERS';
const consumerRequest = '$JS.API.CONSUMER.LEADER.STEPDOWN.ORDERS.audit';
const info = JSON.stringify({acc: 'SHOP', host: '10.0.0.7', user: 's3cret', name: 'NATS CLI'});

describe('a request to step down that was seen', () => {
	it('names the group and the client', () => {
		expect(requestedStepDown(streamRequest, info)).toEqual({
			group: {
				kind: 'stream',
				domain: undefined,
				accountId: 'SHOP',
				stream: 'ORDERS',
				consumer: undefined,
			},
			who: 'NATS CLI on 10.0.0.7',
		});
		expect(requestedStepDown(consumerRequest, info)?.group).toMatchObject({
			kind: 'consumer',
			stream: 'ORDERS',
			consumer: 'audit',
		});
	});

	it('does not tell the user, which may be a token', () => {
		expect(JSON.stringify(requestedStepDown(streamRequest, info))).not.toContain('s3cret');
	});

	it.each(['', '{', '[]', '"x"', '{"acc": 7}'])(
		'is of the account in which it was heard where the header is %j',
		header => {
			expect(requestedStepDown(streamRequest, header)).toBeUndefined();
			expect(requestedStepDown(streamRequest, header, 'PAY')).toMatchObject({
				group: {accountId: 'PAY'},
				who: undefined,
			});
		},
	);
});
