import {describe, expect, it} from 'vitest';
import {layoutOf} from '../../source/ui/layout.ts';

describe('layoutOf', () => {
	it('divides every size from 1x1 to 220x70 without a rest, whatever the number of servers', () => {
		for (const servers of [0, 1, 3, 7, 100]) {
			for (let columns = 1; columns <= 220; columns++) {
				for (let rows = 1; rows <= 70; rows++) {
					const layout = layoutOf(columns, rows, {servers, why: rows % 2 === 0});
					const isPanels = layout.size === 'panels';
					const borders = isPanels ? 2 : 0;
					const used =
						1 +
						layout.heading +
						layout.servers +
						borders +
						layout.why +
						layout.body +
						layout.footer;
					const across = layout.groupColumns + layout.sideColumns + borders * 2;
					const side = layout.convergence + layout.details + layout.elections;
					if (isPanels && side !== layout.body) {
						expect({columns, rows, servers, layout}).toBe('panes one above the other');
					}

					if (used !== rows || across !== columns || Math.min(...heights(layout)) < 0) {
						expect({columns, rows, servers, layout}).toBe('a division without a rest');
					}
				}
			}
		}
	});

	it.each([
		[80, 24, 'compact'],
		[60, 12, 'compact'],
		[40, 10, 'compact'],
		[39, 10, 'tiny'],
		[40, 9, 'tiny'],
		[99, 45, 'compact'],
		[100, 29, 'compact'],
		[100, 30, 'panels'],
		[140, 45, 'panels'],
	])('is at %ix%i %s', (columns, rows, size) => {
		expect(layoutOf(columns, rows, {servers: 3, why: false}).size).toBe(size);
	});

	it.each([
		[60, 12, true],
		[59, 12, false],
		[60, 11, false],
	])('has at %ix%i room to ask what acts: %s', (columns, rows, acts) => {
		expect(layoutOf(columns, rows, {servers: 3, why: false}).acts).toBe(acts);
	});

	it('shows servers and groups at 40x10', () => {
		const {servers, groups} = layoutOf(40, 10, {servers: 3, why: true});
		expect([servers, groups]).toEqual([3, 2]);
	});

	it('leaves the groups their room when there are many servers', () => {
		const {servers, groups} = layoutOf(80, 24, {servers: 100, why: true});
		expect(servers).toBeGreaterThanOrEqual(6);
		expect(groups).toBeGreaterThanOrEqual(7);
	});

	it('gives three servers three rows at 80x24, and the groups the rest', () => {
		const {servers, groups} = layoutOf(80, 24, {servers: 3, why: false});
		expect([servers, groups]).toEqual([3, 14]);
	});
});

function heights({servers, body, groups, elections}: ReturnType<typeof layoutOf>): number[] {
	return [servers, body, groups, elections];
}
