import {describe, expect, it} from 'vitest';
import {troubleOf, type RollSight} from '../../../source/domain/roll/trouble.ts';
import {aServer, start} from '../../support/build.ts';

const turnStart = {
	at: start,
	lives: new Map([
		['n1', 'n1-1'],
		['n2', 'n2-1'],
		['n3', 'n3-1'],
	]),
};

function seen(
	traits: Partial<RollSight> = {},
	others: Parameters<typeof aServer>[1] = {},
): RollSight {
	return {
		at: start + 60_000,
		turn: 'n1',
		servers: new Map([
			['n1', aServer('n1', {id: 'n1-2', state: 'offline'})],
			['n2', aServer('n2', others)],
			['n3', aServer('n3')],
		]),
		leaderless: [],
		elections: [],
		groups: 60,
		...traits,
	};
}

const elections = (count: number, traits: Partial<RollSight['elections'][number]>) =>
	Array.from({length: count}, (_, index) => ({
		at: start + 1000,
		name: `SHOP S${index}`,
		cause: 'untold' as const,
		from: 'n2',
		who: undefined,
		...traits,
	}));

describe('what ends a roll', () => {
	it('is nothing that the restart itself causes', () => {
		expect(troubleOf(seen(), turnStart)).toBeUndefined();
		expect(troubleOf(seen({elections: elections(50, {cause: 'ours'})}), turnStart)).toBeUndefined();
		expect(
			troubleOf(seen({elections: elections(50, {cause: 'offline', from: 'n1'})}), turnStart),
		).toBeUndefined();
		expect(troubleOf(seen({elections: elections(10, {})}), turnStart)).toBeUndefined();
		expect(
			troubleOf(seen({elections: elections(50, {cause: 'others', at: start - 1})}), turnStart),
		).toBeUndefined();
	});

	it.each([
		['another server that goes', {state: 'offline'}, 'n2 went offline during the turn of n1'],
		[
			'one in lame-duck mode',
			{state: 'lame-duck'},
			'n2 went into lame-duck mode during the turn of n1',
		],
		['one that restarted', {id: 'n2-2'}, 'n2 restarted during the turn of n1'],
		[
			'one that is silent for long',
			{state: 'silent', stateSince: start},
			'n2 is not responding during the turn of n1',
		],
	] as const)('is %s', (_, traits, reason) => {
		expect(troubleOf(seen({}, traits), turnStart)).toBe(reason);
	});

	it('is no server that misses a round of questions', () => {
		const others = {state: 'silent', stateSince: start + 50_000} as const;
		expect(troubleOf(seen({}, others), turnStart)).toBeUndefined();
	});

	it('is a group that got no leader, but none that had none before, or is electing', () => {
		const lost = (since: number) =>
			troubleOf(seen({leaderless: [{name: 'SHOP S1', since}]}), turnStart);
		expect(lost(start - 1)).toBeUndefined();
		expect(lost(start + 50_000)).toBeUndefined();
		expect(lost(start + 1)).toBe('1 group without a leader, the first: SHOP S1');
	});

	it('is somebody else who moves leaders, by name', () => {
		const by = elections(1, {cause: 'others', who: 'nats CLI on ops1'});
		expect(troubleOf(seen({elections: by}), turnStart)).toBe(
			'step-downs by others (nats CLI on ops1), the first: SHOP S0',
		);
	});

	it('is a storm of elections that nobody asked for', () => {
		expect(troubleOf(seen({elections: elections(11, {})}), turnStart)).toBe(
			'11 unplanned elections, the last: SHOP S10',
		);
		expect(
			troubleOf(seen({elections: elections(11, {}), groups: 1000}), turnStart),
		).toBeUndefined();
	});
});
