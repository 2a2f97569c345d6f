import {stripVTControlCharacters} from 'node:util';
import {describe, expect, it} from 'vitest';
import {offerText, type PrintStyle} from '../../../source/commands/move/print-offer.tsx';
import {defaultCountingRules} from '../../../source/domain/distribution.ts';
import {planBalance} from '../../../source/domain/plan/plan-balance.ts';
import type {RaftGroup} from '../../../source/domain/raft-group.ts';
import {aGroup, groupsLedBy, pictureOf} from '../../support/build.ts';
import {aView} from '../../ui/a-view.ts';

const servers = ['n1', 'n2', 'n3'];
const skewed = groupsLedBy({n1: 6, n2: 3, n3: 0});
const piped = {colorLevel: 0, unicode: true, styled: false} as const;

function printed(
	{groups = skewed, names = servers}: {groups?: readonly RaftGroup[]; names?: readonly string[]},
	style: Partial<PrintStyle> = {},
): string {
	const offer = {
		plan: planBalance(pictureOf(names, groups), {cluster: 'east'}),
		drain: undefined,
		refusals: [],
		locked: [],
		unmeasured: 0,
		expectedMs: 100,
	};
	return offerText(offer, aView(names, groups), {
		features: piped,
		columns: 80,
		rules: defaultCountingRules,
		moves: false,
		...style,
	});
}

describe('a plan that is printed', () => {
	it('is a table with a line a server and no rules, and the plan in words', () => {
		const lines = printed({}).split('\n');
		expect(lines.slice(0, 7)).toEqual([
			'cluster east · 9 groups',
			'',
			expect.stringMatching(/^SERVER {2}NOW {2}AFTER {2}CHANGE AGAINST FAIR SHARE +x AVG$/),
			expect.stringMatching(/^n1 {8}6 {6}3 {2}█+│░+¦░+ +1\.00$/),
			expect.stringMatching(/^n2 {8}3 {6}3 {2}█+│ +¦ +1\.00$/),
			expect.stringMatching(/^n3 {8}0 {6}3 {2}▓+│ +¦ +1\.00$/),
			'',
		]);
		expect(lines).toContainEqual(expect.stringMatching(/^ {2}skew +2\.00x → 1\.00x; /));
		expect(lines).toContainEqual(expect.stringMatching(/^ {2}moves +n1 → n3: 3$/));
	});

	it.each([80, 60, 40])('is no wider than %i columns', columns => {
		const names = ['nats-prod-eu-central-1-0', 'nats-prod-eu-central-1-1'];
		const groups = [1, 2, 3, 4].map(count =>
			aGroup({stream: `S${count}`, leader: names[0] ?? '', followers: names.slice(1)}),
		);
		const lines = printed({names, groups}, {columns}).split('\n');
		expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(columns);
		expect(lines.filter(line => /^nats.*[01] .* 2( |$)/.test(line))).toHaveLength(2);
	});

	it('has no escape sequence in a pipe; on a terminal NO_COLOR takes the colours alone', () => {
		expect(printed({})).not.toContain('\u001B');
		const bold = printed({}, {features: {...piped, styled: true}});
		expect(bold).toMatch(/\u001B\[1m/);
		expect(bold).not.toMatch(/\u001B\[[34]8;|\u001B\[[349]\dm/);
		const coloured = printed({}, {features: {...piped, styled: true, colorLevel: 2}});
		expect(coloured).toMatch(/\u001B\[38;5;/);
		expect(stripVTControlCharacters(coloured)).toBe(stripVTControlCharacters(bold));
	});

	it('needs nothing but ASCII where nothing else may be drawn', () => {
		const groups = [...skewed, aGroup({stream: 'БАЗА', leader: 'n1', followers: ['n2', 'n3']})];
		const text = printed({groups}, {features: {...piped, unicode: false}, moves: true});
		expect(text).toMatch(/^[\n -~]+$/);
		expect(text).toMatch(/^n3 .*\++/m);
	});

	it('lists a move a line, with where it goes before a name that may be long, and cuts none', () => {
		const stream = 'S'.repeat(100);
		const groups = [...skewed, aGroup({stream, leader: 'n1', followers: ['n2', 'n3']})];
		const moves = printed({groups}, {moves: true})
			.split('\n')
			.filter(line => /^ {2}(stream|consumer) /.test(line));
		expect(moves).toHaveLength(
			planBalance(pictureOf(servers, groups), {cluster: 'east'}).stepDowns,
		);
		for (const move of moves) {
			expect(move).toMatch(/^ {2}\w+ +SHOP {2}n\d → n\d {2}\S/);
			expect(move).not.toContain('…');
		}
	});
});
