import {describe, expect, it} from 'vitest';
import {
	rollOrder,
	type RollCandidate,
	type RollSelection,
} from '../../../source/domain/roll/order.ts';
import {compareVersions} from '../../../source/domain/server-version.ts';
import {answers, type ServerState} from '../../../source/domain/server.ts';
import {seededRandom} from '../../support/random.ts';

const all: RollSelection = {servers: undefined, order: [], skipVersion: undefined};

function candidate(
	name: string,
	traits: Partial<RollCandidate> & {version?: string; state?: ServerState} = {},
): RollCandidate {
	const {version = '2.10.27', state = 'online', ...rest} = traits;
	return {server: {name, version, state}, metaLeader: false, leaders: 0, restarted: false, ...rest};
}

describe('the order of a roll', () => {
	it('begins with what is behind in version, then with what leads least, and ends with the meta leader', () => {
		const {turns} = rollOrder(
			[
				candidate('n1', {leaders: 9}),
				candidate('n2', {leaders: 2, version: '2.12.4'}),
				candidate('n3', {leaders: 4}),
				candidate('n4', {leaders: 0, version: '2.9.10', metaLeader: true}),
			],
			all,
		);
		expect(turns).toEqual(['n3', 'n1', 'n2', 'n4']);
	});

	it('begins with one that is away, whatever else is wanted', () => {
		const {turns} = rollOrder(
			[candidate('n1'), candidate('n2', {leaders: 5, state: 'offline'}), candidate('n3')],
			{...all, order: ['n3', 'n1']},
		);
		expect(turns).toEqual(['n2', 'n3', 'n1']);
	});

	it('skips what is done, and what nobody wants, and says why', () => {
		const {turns, skipped} = rollOrder(
			[
				candidate('n1', {restarted: true}),
				candidate('n2', {version: '2.12.4'}),
				candidate('n3', {state: 'no-jetstream'}),
				candidate('n4'),
				candidate('n5'),
			],
			{servers: ['n1', 'n2', 'n3', 'n5'], order: [], skipVersion: 'v2.12.4'},
		);
		expect(turns).toEqual(['n5']);
		expect(skipped).toEqual([
			{server: 'n1', reason: 'restarted since the roll began'},
			{server: 'n2', reason: 'runs 2.12.4 already'},
			{server: 'n3', reason: 'has no JetStream'},
			{server: 'n4', reason: 'is not among --servers'},
		]);
	});

	it('still waits for one that has restarted and has not recovered', () => {
		const back = candidate('n1', {restarted: true, state: 'recovering'});
		expect(rollOrder([back, candidate('n2')], all).turns).toContain('n1');
	});

	it('holds its promises for any cluster and any selection', () => {
		const random = seededRandom(7);
		const states: ServerState[] = ['online', 'online', 'online', 'offline', 'silent', 'recovering'];
		const versions = ['2.9.10', '2.10.27', '2.12.4'];
		for (let round = 0; round < 500; round++) {
			const meta = random.below(6);
			const candidates = Array.from({length: 1 + random.below(6)}, (_, index) =>
				candidate(`n${index}`, {
					version: versions[random.below(3)] ?? '',
					state: states[random.below(6)] ?? 'online',
					leaders: random.below(4),
					metaLeader: index === meta,
					restarted: random.below(4) === 0,
				}),
			);
			const selection = {...all, order: random.below(2) === 0 ? [] : ['n3', 'n1']};
			const {turns, skipped} = rollOrder(candidates, selection);
			// Each server once.
			expect([...turns, ...skipped.map(({server}) => server)].sort()).toEqual(
				candidates.map(({server}) => server.name).sort(),
			);
			const known = new Map(candidates.map(each => [each.server.name, each]));
			const free = turns
				.flatMap(name => known.get(name) ?? [])
				.filter(({server}) => answers[server.state] && !selection.order.includes(server.name));
			expect(free.findIndex(({metaLeader}) => metaLeader)).toBeOneOf([-1, free.length - 1]);
			const others = free.filter(({metaLeader}) => !metaLeader);
			for (const [index, {server, leaders}] of others.entries()) {
				const next = others[index + 1];
				const order = next ? compareVersions(server.version, next.server.version) : -1;
				expect(order < 0 || (order === 0 && leaders <= (next?.leaders ?? 0))).toBe(true);
			}

			// The same in any order of the candidates.
			expect(rollOrder(candidates.toReversed(), selection).turns).toEqual(turns);
		}
	});
});
