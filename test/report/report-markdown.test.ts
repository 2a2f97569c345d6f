import {describe, expect, it} from 'vitest';
import {distributionOf} from '../../source/domain/distribution.ts';
import {
	markdownText,
	reportMarkdown,
	type MarkdownReport,
} from '../../source/report/report-markdown.ts';
import {aServer, start} from '../support/build.ts';

const counts = new Map([
	['n1', {streams: 40, consumers: 50, r1: 3}],
	['n2', {streams: 20, consumers: 10, r1: 0}],
]);

function aReport(overrides: Partial<MarkdownReport> = {}): MarkdownReport {
	const servers = [aServer('n1', {messagesPerSecond: 8100}), aServer('n2'), aServer('n3')];
	return {
		at: start,
		since: {at: start - 600_000, leaders: new Map([['n1', 80]])},
		label: 'prod-sys',
		remarks: [],
		distribution: distributionOf('east', servers, counts),
		metaLeader: 'n2',
		metaCluster: 'east',
		groups: 120,
		leaderless: 0,
		best: {ratio: 1, stepDowns: 50, improves: []},
		diagnosis: 'n3 came back 2m ago, its leaders did not',
		stopOf: server =>
			server === 'n3' ? {type: 'wait', reasons: ['lag 311 on n2']} : {type: 'ok', reasons: []},
		elections: ['elections: 2 (2 stepped down by you)'],
		latest: ['14:00:00 SHOP ORDERS: n1 → n3, stepped down by you'],
		acts: ['SHOP ORDERS: n1 → n3, as wanted, 28 ms'],
		earlierActs: 0,
		audit: '/var/lib/audit.jsonl',
		...overrides,
	};
}

const lines = (overrides?: Partial<MarkdownReport>) =>
	reportMarkdown(aReport(overrides)).split('\n');

describe('the Markdown report', () => {
	it('tells where, when and how it is', () => {
		const [title, , summary] = lines();
		expect(title).toBe('# cluster east, 2026-01-15 14:00:00 UTC');
		expect(summary).toBe(
			'prod-sys: 120 groups, 0 without a leader; meta leader n2; average 40.0 leaders a server; skew 2.25x, 1.00x possible in 50 step-downs; watched for 10m',
		);
		expect(lines()).toContain('Why: n3 came back 2m ago, its leaders did not');
	});

	it('has a table of the servers, with as many cells in each row as in its head', () => {
		const table = lines().filter(line => line.startsWith('|'));
		expect(table).toHaveLength(5);
		expect(new Set(table.map(line => line.split('|').length)).size).toBe(1);
		expect(table[2]).toBe(
			'| n1 | 2.12.4 | online | 40 | 50 | 3 | 90 | 2.25 | +10 | HOT | ok | 8.1k | 10% | 191M | 20 | 0 |',
		);
		expect(table[4]).toMatch(/\| - \|  \| wait \| - \|/);
	});

	it('tells nothing as of now of a server that does not answer', () => {
		const servers = [aServer('n1', {state: 'silent', messagesPerSecond: 8100}), aServer('n2')];
		const [, , row] = lines({
			distribution: distributionOf('east', servers, new Map()),
			since: undefined,
			stopOf: () => ({type: 'ok', reasons: []}),
		}).filter(line => line.startsWith('|'));
		expect(row).toBe(
			'| n1 | 2.12.4 | not responding | 0 | 0 | 0 | 0 | - | - |  | - | - | - | - | - | - |',
		);
	});

	it('names hotspots, what a stop waits for, elections and what was done', () => {
		const text = reportMarkdown(aReport());
		expect(text).toContain('- n1: 90 leaders, 2.25x the average of 40.0');
		expect(text).toContain('## Must not stop now\n\n- n3 waits for: lag 311 on n2');
		expect(text).toContain('## Elections\n\n- elections: 2 (2 stepped down by you)');
		expect(text).toContain('## Actions from here\n\n- SHOP ORDERS: n1 → n3, as wanted, 28 ms');
		expect(text).toContain('Recorded in /var/lib/audit.jsonl');
	});

	it('says so where nothing was done, seen or known', () => {
		const text = reportMarkdown(
			aReport({
				acts: [],
				elections: [],
				latest: [],
				best: undefined,
				since: undefined,
				stopOf: () => undefined,
				remarks: ['INCOMPLETE: no inventory from n_3'],
			}),
		);
		expect(text).toContain('## Actions from here\n\nNothing.');
		expect(text).toContain('## Elections\n\n- none seen');
		expect(text).toContain(String.raw`**INCOMPLETE: no inventory from n\_3**`);
		expect(text).not.toContain('possible in');
		expect(text).not.toContain('Must not stop');
	});

	it('takes no name for markup, and lets none move a cursor', () => {
		const evil = 'a|b`c`*d*_e_[f](g)<h>#\u001B[2J\nx';
		expect(markdownText(evil)).toMatch(
			/^a\\\|b\\`c\\`\\\*d\\\*\\_e\\_\\\[f\\\]\(g\)\\<h\\>\\#[^\n\u001B]*x$/,
		);
		const servers = [aServer(evil)];
		const text = reportMarkdown(
			aReport({distribution: distributionOf(evil, servers, new Map()), acts: [evil]}),
		);
		const table = text.split('\n').filter(line => line.startsWith('|'));
		expect(table.map(line => line.split(/(?<!\\)\|/).length)).toEqual([18, 18, 18]);
		expect(text).not.toContain('\u001B');
	});
});
