import {describe, expect, it} from 'vitest';
import {worstOf, type CheckedView, type CheckRules} from '../../../source/domain/check/check.ts';
import {judge} from '../../../source/domain/check/judge.ts';
import {checkJson, type CheckResult, checkText} from '../../../source/report/check/check-result.ts';
import {checkNagios} from '../../../source/report/check/check-nagios.ts';
import {checkPrometheus} from '../../../source/report/check/check-prometheus.ts';
import {aFollower, aGroup, aServer, groupsLedBy, start} from '../../support/build.ts';
import {checkedCluster, checkedView, plainRules} from '../../support/checked.ts';
import {parseNagios} from './parse-nagios.ts';
import {parsePrometheus} from './parse-prometheus.ts';

function resultOf(seen: CheckedView, rules: Partial<CheckRules> = {}): CheckResult {
	const all = {...plainRules, ...rules};
	const findings = judge(seen, all);
	return {
		status: worstOf(findings),
		at: start,
		mode: 'system',
		account: undefined,
		rules: all,
		findings,
		clusters: seen.clusters,
		waitedMs: undefined,
	};
}

const names = ['n1', 'n2', 'n3'];
const skewed = checkedView([checkedCluster(names, groupsLedBy({n1: 46, n2: 24, n3: 20}))]);
const even = checkedView([checkedCluster(names, groupsLedBy({n1: 45, n2: 25, n3: 20}))]);
const rules = {expect: 3, criticalRatio: 2};

describe('the result of a check', () => {
	it('for people has the verdict first and then a line for each thing that was checked', () => {
		const [first, ...rows] = checkText(resultOf(skewed, rules)).trimEnd().split('\n');

		expect(first).toBe(
			'WARNING: n1 leads most: 46 of 90, 1.53x the average; 1.00x possible in 16 step-downs',
		);
		expect(rows).toHaveLength(6);
		expect(rows[0]).toBe(' OK       servers       JetStream is up on 3 of 3 expected servers');
		expect(checkText(resultOf(even, rules))).toMatch(
			/^OK: JetStream is up on 3 of 3 expected servers/,
		);
	});

	it('for monitoring plugins has one line with figures and ranges', () => {
		const {status, text, figures} = parseNagios(checkNagios(resultOf(skewed, rules)));

		expect(status).toBe('WARNING');
		expect(text).toMatch(/^n1 leads most: 46 of 90/);
		expect(Object.fromEntries(figures)).toEqual({
			servers: ['3', '3:3', '3:', '0'],
			groups: ['90', '', '', '0'],
			leaderless: ['0', '', '0', '0'],
			lagging: ['0', '0', '', '0'],
			stranded: ['0', '', '0', '0'],
			max_ratio: ['1.533', '1.5', '2', '0'],
			'leaders n1': ['46', '', '', '0'],
			'leaders n2': ['24', '', '', '0'],
			'leaders n3': ['20', '', '', '0'],
		});
	});

	it('for monitoring plugins is short, whatever is wrong', () => {
		const seen = checkedView(skewed.clusters, {missing: ['n3'], unseen: ['n2'], unreadable: 1});
		expect(parseNagios(checkNagios(resultOf(seen, {expect: 4}))).text).toBe(
			'JetStream is up on 3 of 4 expected servers; 2 more',
		);
		expect(parseNagios(checkNagios(resultOf(even, {expect: 3}))).text).toBe(
			'JetStream is up on 3 of 3 expected servers; 4 more OK',
		);
	});

	it('for scripts is JSON with the clusters as in a report', () => {
		expect(JSON.parse(checkJson(resultOf(skewed, rules)))).toMatchObject({
			status: 'WARNING',
			code: 1,
			at: '2026-01-15T14:00:00.000Z',
			mode: 'system',
			rules: {expect: 3, warnRatio: 1.5, criticalRatio: 2, okToStop: null},
			findings: [
				{item: 'servers', status: 'OK', cluster: null},
				{item: 'meta', status: 'OK', cluster: 'east'},
				{item: 'leaderless', status: 'OK', cluster: 'east'},
				{item: 'lagging', status: 'OK', cluster: 'east'},
				{item: 'distribution', status: 'WARNING', cluster: 'east'},
				{item: 'view', status: 'OK', cluster: null},
			],
			clusters: [
				{
					name: 'east',
					metaLeader: 'n1',
					maxRatio: 1.533,
					lagging: 0,
					stranded: 0,
					hotspots: ['n1'],
				},
			],
		});
	});

	it('for Prometheus has every figure with its labels', async () => {
		const series = parsePrometheus(await checkPrometheus(resultOf(skewed, rules)));

		expect(Object.fromEntries(series)).toMatchObject({
			'leadertop_check_status{}': 1,
			'leadertop_check_item_status{item=distribution,cluster=east}': 1,
			'leadertop_check_item_status{item=servers,cluster=}': 0,
			'leadertop_check_timestamp_seconds{}': start / 1000,
			'leadertop_servers_expected{}': 3,
			'leadertop_servers_up{cluster=east}': 3,
			'leadertop_groups{cluster=east}': 90,
			'leadertop_groups_leaderless{cluster=east}': 0,
			'leadertop_step_downs_to_even{cluster=east}': 16,
			'leadertop_server_leaders{cluster=east,server=n1}': 46,
			'leadertop_server_leaders_by_kind{cluster=east,server=n1,kind=stream}': 46,
			'leadertop_server_hotspot{cluster=east,server=n1}': 1,
			'leadertop_server_hotspot{cluster=east,server=n2}': 0,
			'leadertop_server_state{cluster=east,server=n1,state=online}': 1,
			'leadertop_server_state{cluster=east,server=n1,state=offline}': 0,
			'leadertop_leaders_average{cluster=east}': 30,
			'leadertop_server_meta_leader{cluster=east,server=n1}': 1,
			'leadertop_server_ok_to_stop{cluster=east,server=n3}': 1,
		});
	});

	it('leaves out what is not known instead of making up a figure', async () => {
		const untold = checkedCluster(names, [], {metaGroups: new Map()});
		const series = parsePrometheus(await checkPrometheus(resultOf(checkedView([untold]))));

		expect([...series.keys()].join()).not.toContain('ok_to_stop');
	});

	it('is whole in every format where nobody could be asked', async () => {
		const text = 'cannot connect to | [x]';
		const nobody: CheckResult = {
			...resultOf(checkedView([])),
			mode: undefined,
			findings: [{item: 'view', status: 'UNKNOWN', cluster: undefined, text}],
		};

		expect(checkText(nobody)).toBe(`UNKNOWN: ${text}\n`);
		expect(parseNagios(checkNagios(nobody))).toEqual({
			status: 'UNKNOWN',
			text: 'cannot connect to / [x]',
			figures: new Map(),
		});
		expect(JSON.parse(checkJson(nobody))).toMatchObject({status: 'UNKNOWN', code: 3, clusters: []});
		expect(parsePrometheus(await checkPrometheus(nobody)).get('leadertop_check_status{}')).toBe(3);
	});

	it('is told cluster by cluster where there are several', async () => {
		const west = ['w1', 'w2', 'w3'].map(name => aServer(name, {cluster: 'west'}));
		const groups = groupsLedBy({w1: 9, w2: 0, w3: 0}, {cluster: 'west'});
		const both = resultOf(checkedView([...even.clusters, checkedCluster(west, groups)]));

		expect(checkText(both)).toMatch(/^WARNING: west: w1 leads most: 9 of 9/);
		expect(parseNagios(checkNagios(both)).figures.get('west leaders w1')?.[0]).toBe('9');
		expect(parsePrometheus(await checkPrometheus(both)).get('leadertop_groups{cluster=west}')).toBe(
			9,
		);
	});

	it('stands whatever servers and streams are called', async () => {
		const evil = ["n'1|=x", 'n"2\\', 'n\u001B[31m\n3', 'n\u0007\n3'].map(name =>
			aServer(name, {cluster: 'e"a\\s|t'}),
		);
		const group = aGroup({
			stream: 'S|"\u001B]0;x\u0007',
			leader: "n'1|=x",
			followers: [aFollower('n"2\\', {online: false}), 'n\u001B[31m\n3'],
		});
		const result = resultOf(checkedView([checkedCluster(evil, [group])]));

		expect(parseNagios(checkNagios(result)).figures.get('leaders n_1/_x')?.[0]).toBe('1');
		expect(parseNagios(checkNagios(result)).figures.get('leaders n_2\\')?.[0]).toBe('0');
		const metrics = await checkPrometheus(result);
		const series = parsePrometheus(metrics);
		expect(series.get('leadertop_server_leaders{cluster=e"a\\s|t,server=n"2\\}')).toBe(0);
		for (const text of [checkText(result), checkNagios(result), metrics]) {
			expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
		}

		expect(checkText(result).trimEnd().split('\n')).toHaveLength(7);
	});
});
