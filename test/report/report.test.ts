import {describe, expect, it} from 'vitest';
import type {ClusterSummary} from '../../source/domain/cluster-summary.ts';
import {distributionOf} from '../../source/domain/distribution.ts';
import {stopVerdicts} from '../../source/domain/stop-verdict.ts';
import {reportJson} from '../../source/report/report-json.ts';
import {reportTable} from '../../source/report/report-table.tsx';
import type {Report} from '../../source/report/report.ts';
import {aFollower, aGroup, aServer, pictureOf, start} from '../support/build.ts';

const servers = [
	aServer('n1'),
	aServer('n2', {state: 'lame-duck'}),
	aServer('n3', {state: 'offline'}),
];
const groups = [
	aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', aFollower('n3', {online: false})]}),
	aGroup({stream: 'ORDERS', consumer: 'billing', leader: 'n1', followers: ['n2', 'n3']}),
	aGroup({stream: 'EVIL\u001B[31m', followers: ['n2', 'n3'], replicas: 3}),
	aGroup({stream: 'CACHE', leader: 'n2'}),
];
const counts = new Map([
	['n1', {streams: 1, consumers: 1, r1: 0}],
	['n2', {streams: 0, consumers: 0, r1: 1}],
]);

const summary: ClusterSummary = {
	jetStream: true,
	distribution: distributionOf('east', servers, counts),
	metaLeader: 'n2',
	metaGroupLeader: 'n2',
	metaGroupCluster: 'east',
	groups: 3,
	leaderless: 1,
	best: {ratio: 1, stepDowns: 1, improves: []},
	why: ['n2 restarted 4m ago and leads \u001B[31mnothing', 'n3 is offline for 9s'],
	verdicts: stopVerdicts(pictureOf(servers, groups)),
};

const report: Report = {
	at: start,
	mode: 'system',
	simulated: false,
	missing: ['n3'],
	offlineAssets: [],
	unreadable: {count: 0, last: []},
	clusters: [summary],
	groups,
};

it('names the meta leader of another cluster with its cluster', () => {
	const led = {metaLeader: undefined, metaGroupLeader: 'west-n1', metaGroupCluster: 'west'};
	const elsewhere = {...report, clusters: [{...summary, ...led}]};

	expect(reportTable(elsewhere)).toContain('meta leader west-n1 (cluster west)');
	expect(reportTable(report)).toContain('meta leader n2 ·');
	expect(clustersOf(reportJson(elsewhere))[0]).toMatchObject({
		metaLeader: null,
		metaGroupLeader: 'west-n1',
	});
});

describe('reportJson', () => {
	it('keeps the contract of a server', () => {
		const [cluster] = clustersOf(reportJson(report));

		expect(cluster?.servers[0]).toEqual({
			name: 'n1',
			version: '2.12.4',
			state: 'online',
			online: true,
			jetstream: true,
			lameDuck: false,
			metaLeader: false,
			streamLeaders: 1,
			consumerLeaders: 1,
			leaders: 2,
			r1: 0,
			ratio: 2,
			hotspot: true,
			okToStop: false,
			blockers: [
				'lame duck on n2, offline on n3',
				'lame duck on n2, offline on n3',
				'meta group: lame duck on n2, offline on n3',
			],
			unknown: [],
			warnings: [],
		});
		expect(cluster?.servers[1]).toMatchObject({lameDuck: true, metaLeader: true, ratio: 0, r1: 1});
		expect(cluster?.servers[2]).toMatchObject({online: false, jetstream: false, ratio: null});
	});

	it('is complete only when every server told everything and all of it could be read', () => {
		const whole = {...report, missing: []};
		const [subject, reason] = ['$SYS.REQ.SERVER.X.JSZ', 'account_details is no list'];
		const unreadable = {count: 7, last: [{subject, reason}]};

		expect(reportJson(whole)).toMatchObject({complete: true, unreadable: {count: 0, last: []}});
		expect(reportJson({...whole, unreadable})).toMatchObject({complete: false, unreadable});
	});

	it('keeps the contract of a cluster', () => {
		const json = reportJson(report);

		expect(json).toMatchObject({
			at: '2026-01-15T14:00:00.000Z',
			mode: 'system',
			complete: false,
			missing: ['n3'],
		});
		expect(clustersOf(json)[0]).toMatchObject({
			name: 'east',
			metaLeader: 'n2',
			groups: 3,
			leaderless: 1,
			average: 1,
			maxRatio: 2,
			bestRatio: 1,
			stepDownsToBest: 1,
			balanced: false,
			hotspots: ['n1'],
			why: 'n2 restarted 4m ago and leads \u001B[31mnothing; n3 is offline for 9s',
		});
	});

	it('lists groups with null where nobody leads and where there is no consumer', () => {
		const json = reportJson(report);

		expect((json['groups'] as unknown[])[2]).toEqual({
			kind: 'stream',
			cluster: 'east',
			account: 'SHOP',
			stream: 'EVIL\u001B[31m',
			consumer: null,
			leader: null,
			replicas: 3,
			desired: null,
			messagesPerSecond: null,
			followers: [
				{name: 'n2', current: true, lag: 0, online: true},
				{name: 'n3', current: true, lag: 0, online: true},
			],
		});
		expect(reportJson({...report, groups: undefined})).not.toHaveProperty('groups');
	});
});

describe('reportTable', () => {
	const text = reportTable(report);

	it('has a line a server with its counts, its ratio and its state in words', () => {
		expect(tableOf(reportTable(report, {columns: 120}))).toEqual([
			'SERVER     VERSION  STATE      STRM  CONS  R1  LEADERS  x AVG  HOT?  STOP?',
			'n1         2.12.4   online        1     1   0        2   2.00  HOT   wait: lame duck on n2, offline on n3',
			'n2 (meta)  2.12.4   lame duck     0     0   1        0   0.00        wait: offline on n3',
			'n3         2.12.4   offline       0     0   0        0      -        -',
		]);
	});

	it('leaves out what matters least where there is less room, and breaks no line', () => {
		expect(tableOf(text)[1]).toBe(
			'n1         2.12.4   online        1     1   0        2   2.00  HOT   wait: lame…',
		);
		for (const columns of [60, 45, 30]) {
			const lines = tableOf(reportTable(report, {columns}));
			expect(lines).toHaveLength(4);
			expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(columns);
			expect(lines[1]).toMatch(/^n1 .* 2( |$)/);
		}
	});

	it('says what is missing and how far the cluster is from even', () => {
		expect(text).toContain('INCOMPLETE: no inventory from n3');
		expect(text).not.toContain('response: stream');
		const imported = reportTable({...report, importingAccount: 'MON'});
		expect(imported).toMatch(/^account MON, which imports the system services: /);
		expect(imported).toContain('response: stream');
		expect(text).toContain('skew 2.00x → 1.00x in 1 step-down\n');
	});

	it('says why it is so in one line, cleaned, and nothing where there is nothing to explain', () => {
		const even = {...report, clusters: [{...summary, why: []}]};

		expect(text).toMatch(
			/^why: n2 restarted 4m ago and leads [^\u001B]*nothing; n3 is offline for 9s$/m,
		);
		expect(reportTable(even)).not.toContain('why:');
		expect(clustersOf(reportJson(even))[0]).toMatchObject({why: null});
	});

	it('counts and names what could not be read, cleaned', () => {
		const last = [{subject: '$SYS.REQ.X', reason: 'no \u001B[31mlist'}];

		expect(text).not.toContain('could not be read');
		expect(reportTable({...report, unreadable: {count: 3, last}})).toMatch(
			/INCOMPLETE: 3 replies could not be read\n {2}\$SYS\.REQ\.X: no [^\u001B]*list/,
		);
	});

	it('lists groups one a line, cleaned, with their followers as they are', () => {
		expect(text).toMatch(/^stream {4}SHOP {5}ORDERS .* n1 {6}3 {2}n2 n3\(offline\)$/m);
		expect(text).toMatch(/^stream {4}SHOP {5}EVIL\S +- {9}NONE/m);
		expect(text).not.toContain('\u001B');
	});

	it('says so when no real cluster is behind it', () => {
		expect(reportTable({...report, simulated: true})).toMatch(/^SIMULATED/);
	});

	it('needs nothing but ASCII when told so', () => {
		expect(reportTable(report, {ascii: true})).toMatch(/^[\n -~]+$/);
		expect(reportTable(report, {ascii: true}).split('\n')[0]).not.toContain('?');
	});

	it('keeps a line a server where names are long, and cuts only those that leave no room', () => {
		const names = ['nats-prod-eu-central-1-0', 'n'.repeat(200)];
		const members = names.map(name => aServer(name));
		const distribution = distributionOf('east', members, new Map());
		const wide = tableOf(reportTable({...report, clusters: [{...summary, distribution}]}));
		expect(wide).toHaveLength(3);
		expect(wide[1]).toMatch(/^nats-prod-eu-central-1-0 +online .* 0 /);
		expect(wide[2]).toMatch(/^n+… +online .* 0 /);
	});
});

type JsonCluster = {servers: Record<string, unknown>[]} & Record<string, unknown>;

function clustersOf(json: Record<string, unknown>): JsonCluster[] {
	return json['clusters'] as JsonCluster[];
}

/** The lines of the table of servers. */
function tableOf(text: string): string[] {
	const lines = text.split('\n');
	const first = lines.findIndex(line => line.startsWith('SERVER'));
	return lines.slice(first, lines.indexOf('', first)).filter(line => !line.startsWith('why:'));
}
