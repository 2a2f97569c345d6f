import {describe, expect, it} from 'vitest';
import {compareVersions, supports} from '../../source/domain/server-version.ts';

describe('server version', () => {
	it.each([
		['2.9.10', false],
		['2.10.27', false],
		['2.11.0', true],
		['2.12.4', true],
		['v2.15.1', true],
		['2.11.0-RC.1', true],
		['3.0.0', true],
		['1.99.99', false],
	])('%s takes a wanted leader: %s', (version, expected) => {
		expect(supports(version, 'directedStepDown')).toBe(expected);
	});

	it.each([
		['2.12.0', false],
		['2.12.1', true],
	])('%s counts its leaders: %s', (version, expected) => {
		expect(supports(version, 'leaderCounters')).toBe(expected);
	});

	it('compares numbers, not letters', () => {
		expect(supports('2.9.99', 'leaderOnlyInventory')).toBe(false);
		expect(supports('2.10.0', 'leaderOnlyInventory')).toBe(true);
	});

	it.each(['', 'dev', '2.12'])('that cannot be read (%j) has no feature', version => {
		expect(supports(version, 'leaderOnlyInventory')).toBe(false);
	});
});

describe('versions', () => {
	it('are in the order of their release', () => {
		const ordered = [
			'',
			'v2.9.10',
			'2.9.25',
			'2.10.0',
			'v2.12.0-RC.1',
			'2.12.0',
			'2.12.4',
			'10.0.0',
		];
		expect(ordered.toReversed().toSorted(compareVersions)).toEqual(ordered);
		expect(compareVersions('v2.12.4', '2.12.4')).toBe(0);
		expect(compareVersions('built here', '')).toBe(0);
	});
});
