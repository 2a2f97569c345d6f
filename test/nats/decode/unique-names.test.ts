import {describe, expect, it} from 'vitest';
import {UniqueNames} from '../../../source/nats/decode/unique-names.ts';

describe('UniqueNames', () => {
	it('leaves names alone as long as each is met in one domain', () => {
		const names = new UniqueNames();
		const reply = totals('n1', 'hub', ['n2', 'n3']);
		expect(names.apply(reply)).toEqual(reply);
		const other = totals('e1', 'edge', ['e2', 'e3']);
		expect(names.apply(other)).toEqual(other);
		expect(names.revision).toBe(0);
		expect(names.onWire('n1')).toBe('n1');
	});

	it('tells servers of the same name apart by their domain', () => {
		const names = new UniqueNames();
		names.apply(totals('n1', 'hub', ['n2']));
		const {revision} = names;
		names.apply(totals('n1', 'edge', ['n2']));
		expect(names.revision).toBeGreaterThan(revision);
		expect(names.apply(totals('n1', 'hub', ['n2']))).toMatchObject({
			server: {name: 'n1@hub', cluster: 'hub-cluster'},
			data: {
				meta_cluster: {
					name: 'hub-cluster',
					leader: 'n1@hub',
					peer: 'id of n1@hub',
					replicas: [{name: 'n2@hub', peer: 'id of n2@hub'}],
				},
			},
		});
		expect(names.onWire('n2@edge')).toBe('n2');
	});

	it('knows a peer that is down by its name in the meta group', () => {
		const names = new UniqueNames();
		names.apply(totals('n1', 'hub', ['n3']));
		names.apply(totals('e1', 'edge', ['n3']));
		expect(names.apply(totals('n1', 'hub', ['n3']))).toMatchObject({
			server: {name: 'n1'},
			data: {meta_cluster: {replicas: [{name: 'n3@hub'}]}},
		});
	});

	it('leaves what a server says in place of a name that it does not know', () => {
		const names = clashing();
		const unknown = 'Server name unknown at this time (peerID: abc)';
		expect(names.apply(totals('n1', 'hub', [unknown]))).toMatchObject({
			data: {meta_cluster: {replicas: [{name: unknown}]}},
		});
	});

	it('renames all that an inventory names, and not the streams', () => {
		const asset = (name: string) => ({
			name,
			cluster: {name: 'hub-cluster', leader: 'n1', replicas: [{name: 'n2', peer: 'x'}]},
		});
		const inventory = {
			server: {name: 'n1', id: 'I', cluster: 'hub-cluster', domain: 'hub', ver: '2.15.1'},
			data: {
				account_details: [
					{name: 'SHOP', stream_detail: [{...asset('n1'), consumer_detail: [asset('n2')]}]},
				],
			},
		};
		expect(clashing().apply(inventory)).toMatchObject({
			data: {
				account_details: [
					{
						name: 'SHOP',
						stream_detail: [
							{
								name: 'n1',
								cluster: {leader: 'n1@hub', replicas: [{name: 'n2@hub'}]},
								consumer_detail: [{name: 'n2', cluster: {leader: 'n1@hub'}}],
							},
						],
					},
				],
			},
		});
	});

	it('renames the leader and the replicas of an advisory by its domain', () => {
		const advisory = {
			type: 'io.nats.jetstream.advisory.v1.stream_leader_elected',
			stream: 'n1',
			leader: 'n1',
			replicas: [{name: 'n1'}, {name: 'n2'}],
		};
		const names = clashing();
		expect(names.apply({...advisory, domain: 'edge'})).toMatchObject({
			stream: 'n1',
			leader: 'n1@edge',
			replicas: [{name: 'n1@edge'}, {name: 'n2@edge'}],
		});
		expect(names.apply(advisory)).toEqual(advisory);
	});

	it('renames the Raft id of a meta leader as it renames those of the peers', () => {
		expect(
			clashing().apply({
				type: 'io.nats.jetstream.advisory.v1.domain_leader_elected',
				leader: 'id of n1',
				replicas: [{name: 'n1', peer: 'id of n1'}],
				cluster: 'hub-cluster',
				domain: 'hub',
			}),
		).toMatchObject({leader: 'id of n1@hub', replicas: [{peer: 'id of n1@hub'}]});
	});

	it('renames a server that announces its end', () => {
		const identity = {name: 'n1', id: 'I', cluster: 'c', domain: 'hub', ver: '2.9.10'};
		expect(clashing().apply({server: identity})).toMatchObject({server: {name: 'n1@hub'}});
		expect(clashing().apply(identity)).toMatchObject({name: 'n1@hub'});
	});

	it('tells clusters of the same name apart by their domain', () => {
		const names = new UniqueNames();
		names.apply(totals('a1', 'edge-a', ['a2'], 'edge'));
		names.apply(totals('b1', 'edge-b', ['b2'], 'edge'));
		expect(names.apply(totals('a1', 'edge-a', ['a2'], 'edge'))).toMatchObject({
			server: {name: 'a1', cluster: 'edge@edge-a'},
			data: {meta_cluster: {name: 'edge@edge-a', leader: 'a1'}},
		});
	});

	it('gives servers without a domain no other name', () => {
		const names = new UniqueNames();
		const plain = {server: {name: 'n1', id: 'I', cluster: 'c', ver: '2.15.1'}, data: {}};
		names.apply(plain);
		names.apply(totals('n1', 'edge', []));
		expect(names.apply(plain)).toEqual(plain);
		expect(names.apply(totals('n1', 'edge', []))).toMatchObject({server: {name: 'n1@edge'}});
	});
});

/** Two domains with servers n1 and n2. */
function clashing(): UniqueNames {
	const names = new UniqueNames();
	names.apply(totals('n1', 'hub', ['n2']));
	names.apply(totals('n1', 'edge', ['n2']));
	return names;
}

/** A server that leads its meta group. */
function totals(
	name: string,
	domain: string,
	peers: readonly string[],
	cluster = `${domain}-cluster`,
) {
	return {
		server: {name, id: `${name} ${domain}`, cluster, domain, ver: '2.15.1'},
		data: {
			meta_cluster: {
				name: cluster,
				leader: name,
				peer: `id of ${name}`,
				replicas: peers.map(peer => ({name: peer, peer: `id of ${peer}`})),
			},
		},
	};
}
