import {describe, expect, it} from 'vitest';
import {layoutOf} from '../../source/ui/layout.ts';

describe('layoutOf', () => {
	it('divides every size from 1x1 to 220x70 without a rest, whatever the number of servers', () => {
		for (const servers of [0, 1, 3, 7, 100]) {
			for (let columns = 1; columns <= 220; columns++) {
				for (let rows = 1; rows <= 70; rows++) {
					const layout = layoutOf(columns, rows, {servers, why: rows % 2 === 0});
					const used =
						1 + layout.heading + layout.servers + layout.why + layout.body + layout.footer;
					const across =
						layout.groupColumns + (layout.sideColumns > 0 ? layout.sideColumns + 1 : 0);
					if (used !== rows || across !== columns || Math.min(...heights(layout)) < 0) {
						expect({columns, rows, servers, layout}).toBe('a division without a rest');
					}
				}
			}
		}
	});

	it.each([
		[80, 24, 'compact'],
		[60, 15, 'compact'],
		[59, 15, 'tiny'],
		[60, 14, 'tiny'],
		[119, 45, 'compact'],
		[120, 29, 'compact'],
		[120, 30, 'wide'],
		[140, 45, 'wide'],
	])('is at %ix%i %s', (columns, rows, size) => {
		expect(layoutOf(columns, rows, {servers: 3, why: false}).size).toBe(size);
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
