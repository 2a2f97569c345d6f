import {describe, expect, it} from 'vitest';
import {compareVersions, meetsVersion} from '../../source/demo/server-version.ts';

describe('versions of nats-server', () => {
	it('order by number, not by letter', () => {
		const versions = ['2.10.27', '2.9.10', '2.15.1', '2.12.0', '2.12.10', '2.12.9'];
		expect(versions.sort(compareVersions)).toEqual([
			'2.9.10',
			'2.10.27',
			'2.12.0',
			'2.12.9',
			'2.12.10',
			'2.15.1',
		]);
	});

	it.each([
		['2.11.0', '2.11', true],
		['2.15.1', '2.11', true],
		['2.10.27', '2.11', false],
		['2.12.0', '2.12.1', false],
		['2.14.0-RC.1', '2.14.0', true],
	])('%s is %s or newer: %s', (version, least, expected) => {
		expect(meetsVersion(version, {type: 'at-least', version: least})).toBe(expected);
	});

	it.each([
		['2.1.9', '2.10', false],
		['2.10.27', '2.10', true],
		['2.10.27', '2.1', false],
		['2.11.0', '2.10', false],
	])('%s belongs to the series %s: %s', (version, series, expected) => {
		expect(meetsVersion(version, {type: 'series', series})).toBe(expected);
	});
});
