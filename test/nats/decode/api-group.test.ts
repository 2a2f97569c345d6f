import {describe, expect, it} from 'vitest';
import {apiStream} from '../../../source/nats/decode/api-group.ts';

const source = {account: {id: 'SHOP', name: 'SHOP'}, domain: undefined, connectedServer: 'n1'};

describe('a stream of the API', () => {
	const entry = (cluster: object) => ({config: {name: 'ORDERS', num_replicas: 3}, cluster});

	it('has not started while it is meant to be replicated and shows no peers', () => {
		expect(apiStream(entry({name: 'demo', leader: 'n1'}), source)).toMatchObject({
			type: 'unstarted',
			stream: 'ORDERS',
		});
	});

	it('is led as it is while its configuration is ahead of its peers', () => {
		const replicas = [{name: 'n2', current: false, peer: 'P2', pending: true}];
		const desired = {name: 'demo', replicas: [{name: 'n1'}, {name: 'n2'}]};
		expect(apiStream(entry({name: 'demo', leader: 'n1', replicas, desired}), source)).toMatchObject(
			{
				type: 'led',
				leader: 'n1',
				group: {replicas: 1, followers: []},
			},
		);
	});
});
