import {describe, expect, it} from 'vitest';
import {distributionOf} from '../../source/domain/distribution.ts';
import {baselineJson, baselineOf} from '../../source/report/baseline-json.ts';
import {reportJson} from '../../source/report/report-json.ts';
import {reportTable} from '../../source/report/report-table.tsx';
import type {Report} from '../../source/report/report.ts';
import {aServer, start} from '../support/build.ts';

/** A report of these leaders: half of them streams' where that is possible. */
function reportOf(leaders: Readonly<Record<string, number>>, more: Partial<Report> = {}): Report {
	const counts = new Map(
		Object.entries(leaders).map(([name, all]) => {
			const streams = Math.floor(all / 2);
			return [name, {streams, consumers: all - streams, r1: 4}];
		}),
	);
	const servers = Object.keys(leaders).map(name => aServer(name));
	return {
		at: start,
		mode: 'system',
		simulated: false,
		missing: [],
		offlineAssets: [],
		unreadable: {count: 0, last: []},
		clusters: [
			{
				jetStream: true,
				distribution: distributionOf('east', servers, counts),
				metaLeader: 'n1',
				metaGroupLeader: 'n1',
				metaGroupCluster: 'east',
				groups: 3,
				leaderless: 0,
				best: {ratio: 1, stepDowns: 0, improves: []},
				why: [],
				verdicts: new Map(),
			},
		],
		groups: undefined,
		...more,
	};
}

const then = JSON.stringify(reportJson(reportOf({n1: 73, n2: 73, n3: 69})));
const later = reportOf({n1: 129, n2: 86, n4: 1}, {against: baselineOf(then)});

describe('a report kept as a baseline', () => {
	it('is read back with what each server led by election', () => {
		expect(baselineOf(then)).toEqual({
			at: start,
			seen: {account: undefined, simulated: false},
			clusters: new Map([['east', new Map(Object.entries({n1: 73, n2: 73, n3: 69}))]]),
		});
	});

	it('is read back from the part of it that is kept at the start of a watch', () => {
		const seen = {account: 'SHOP', simulated: true};
		const kept = baselineJson({
			at: start,
			seen,
			clusters: new Map([['east', new Map([['n1', {streams: 2, consumers: 3}]])]]),
		});

		expect(baselineOf(JSON.stringify(kept))).toEqual({
			at: start,
			seen,
			clusters: new Map([['east', new Map([['n1', 5]])]]),
		});
	});

	it('is refused wherever it was cut off', () => {
		for (let length = 0; length < then.length; length++) {
			expect(() => baselineOf(then.slice(0, length))).toThrow(
				length === 0 ? /^is empty$/ : /^is not complete JSON: it may be cut off$/,
			);
		}
	});

	it.each([
		['another value', '[]'],
		['other fields', '{"at": "2026-01-15T14:00:00.000Z", "plan": []}'],
		['no time', then.replace('2026-01-15', 'yesterday')],
		['no mode', then.replace('"system"', '"root"')],
		['no clusters', then.replace('"clusters"', '"cluster"')],
		[
			'a server that leads less than nothing',
			then.replace('"streamLeaders":36', '"streamLeaders":-1'),
		],
		['a server without a name', then.replace('"name":"n1"', '"name":1')],
	])('is refused with %s in it', (_, text) => {
		expect(text).not.toBe(then);
		expect(() => baselineOf(text)).toThrow(
			/^is not a report: make one with leadertop report --json$/,
		);
	});

	it('is refused when the look was incomplete', () => {
		const half = JSON.stringify(reportJson(reportOf({n1: 1}, {missing: ['n2', 'n3']})));

		expect(() => baselineOf(half)).toThrow(
			'is an incomplete report, without n2, n3: make a new one',
		);
	});
});

describe('a report against a baseline', () => {
	it('tells the change per server and in total as JSON', () => {
		expect(reportJson(later)).toMatchObject({
			baseline: {at: '2026-01-15T14:00:00.000Z'},
			clusters: [
				{
					baseline: {leaders: 215, change: 1, won: 70, gone: [{name: 'n3', leaders: 69}]},
					servers: [
						{name: 'n1', baseline: {leaders: 73, change: 56}},
						{name: 'n2', baseline: {leaders: 73, change: 13}},
						{name: 'n4', baseline: {leaders: 0, change: 1}},
					],
				},
			],
		});
		expect(JSON.stringify(reportJson(reportOf({n1: 1})))).not.toContain('baseline');
	});

	it('tells the same as a table', () => {
		const text = reportTable(later);

		expect(text).toContain(
			'since 2026-01-15 14:00:00 UTC: 215 leaders then, +1 now; 70 won by servers that lead more; gone: n3 (69)',
		);
		expect(text).toMatch(/^n1 \(meta\) .* \+56 /m);
		expect(text).toMatch(/^n2 .* \+13 /m);
		expect(reportTable(reportOf({n1: 1}))).not.toContain('CHANGE');
	});

	it('says so where the baseline does not know the cluster, as null and in words', () => {
		const against = {...baselineOf(then), clusters: new Map([['west', new Map<string, number>()]])};
		const other = {...later, against};

		expect(reportJson(other)).toMatchObject({
			clusters: [{baseline: null, servers: [{baseline: null}, {}, {}]}],
		});
		expect(reportTable(other)).toContain('this cluster is not in the baseline');
	});
});
