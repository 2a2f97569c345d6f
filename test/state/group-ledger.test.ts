import {expect, it} from 'vitest';
import type {RaftGroup} from '../../source/domain/raft-group.ts';
import {GroupLedger} from '../../source/state/group-ledger.ts';
import {byName} from '../../source/state/group-order.ts';
import {aGroup, start} from '../support/build.ts';
import {seededRandom, type Random} from '../support/random.ts';

const leaders = ['n1', 'n2', 'n3'];
const seeds = Array.from({length: 30}, (_, seed) => seed);
const sighting = {knownAt: start, reading: undefined, lastLeader: undefined};

it.each(seeds)('holds what a map holds, by name and by leader, too (seed %i)', seed => {
	const random = seededRandom(seed);
	const ledger = new GroupLedger();
	const expected = new Map<string, RaftGroup>();
	for (let round = 0; round < 400; round++) {
		const group = randomGroup(random);
		if (random.chance(0.4)) {
			ledger.delete(group.key);
			expected.delete(group.key);
		} else {
			ledger.put(group, sighting);
			expected.set(group.key, group);
		}

		expect(ledger.groups.get(group.key)).toEqual(expected.get(group.key));
		if (random.chance(0.2)) {
			expect(ledger.byName()).toEqual([...expected.values()].sort(byName));
		}

		const server = random.pick([...leaders, 'nobody']);
		const led = [...expected.values()].filter(({leader}) => leader === server);
		expect(ledger.ledBy(server).sort(byName)).toEqual(led.sort(byName));
	}

	expect(ledger.byName()).toEqual([...ledger.groups.values()].sort(byName));
	for (const key of expected.keys()) {
		ledger.delete(key);
	}

	expect([ledger.byName(), ledger.entries]).toEqual([[], 0]);
});

it('keeps very many groups close to the order of their names, without a change of any', () => {
	const random = seededRandom(1);
	const ledger = new GroupLedger();
	const groups = Array.from({length: 9000}, (_, index) =>
		aGroup({stream: `S${random.below(900)}`, consumer: `c${index}`, leader: 'n1'}),
	);
	for (const group of groups) {
		ledger.put(group, sighting);
	}

	expect([...ledger.groups.values()]).not.toEqual(groups);
	expect(new Map(ledger.groups)).toEqual(new Map(groups.map(group => [group.key, group])));
	expect(ledger.byName()).toEqual(groups.toSorted(byName));
	expect(ledger.byName()).toBe(ledger.byName());
});

it('tells accounts of the same name apart, also those that came before, and keeps doing so', () => {
	const ledger = new GroupLedger();
	const put = (accountId: string, account: string) => {
		ledger.put(aGroup({account, accountId, stream: 'ORDERS', leader: 'n1'}), sighting);
	};
	const accounts = () => [...ledger.groups.values()].map(({account}) => account);
	put('AAAAAAAAX1', 'SHOP');
	put('AP', 'PAY');
	expect(accounts()).toEqual(['SHOP', 'PAY']);
	expect(ledger.accounts.ambiguity('SHOP')).toBeUndefined();
	const {revision} = ledger;
	put('AAAAAAAAX2', 'SHOP');
	expect(accounts()).toEqual(['SHOP (AAAAAAAAX1)', 'PAY', 'SHOP (AAAAAAAAX2)']);
	expect(ledger.revision).toBeGreaterThan(revision);
	put('AAAAAAAABC', 'SHOP');
	expect(accounts().at(-1)).toBe('SHOP (AAAAAAAAB)');
	put('AAAAAAAABC', 'SHOP');
	expect(accounts()).toHaveLength(4);

	// One whose id is the name needs no more.
	put('SHOP', 'SHOP');
	expect(accounts().at(-1)).toBe('SHOP');
	expect(ledger.accounts.ambiguity('SHOP')).toBeUndefined();
	expect(ledger.accounts.shown('unknown')).toBeUndefined();
});

function randomGroup(random: Random): RaftGroup {
	return aGroup({
		account: random.pick(['SHOP', 'PAY']),
		stream: `S${random.below(12)}`,
		consumer: random.chance(0.6) ? `c${random.below(4)}` : undefined,
		leader: random.pick([...leaders, undefined]),
		messages: random.below(1000),
	});
}
