import {describe, expect, it, onTestFinished} from 'vitest';
import {unicodeGlyphs} from '../../../source/ui/glyphs.ts';
import {freshnessOf, freshnessPart} from '../../../source/ui/rows/freshness.ts';
import {fitParts} from '../../../source/ui/text/line.ts';
import {start} from '../../support/build.ts';
import {aView, type ViewTraits} from '../a-view.ts';
import {stageScreen} from '../stage-screen.ts';

import chalk from 'chalk';

const second = 1000;

function words(traits: ViewTraits, ageMs = 0, type: 'system' | 'recording' = 'system'): string {
	const freshness = freshnessOf(
		{frozen: undefined, intervalMs: 1000},
		{
			view: aView(['n1', 'n2'], [], traits),
			now: start + ageMs,
			origin: {label: '', type: 'system', recorded: type === 'recording'},
		},
	);
	return fitParts([freshnessPart(freshness, unicodeGlyphs)], 80, 0)
		.map(({text}) => text)
		.join('');
}

const connection = (state: 'reconnecting' | 'closed') => ({
	connection: {state, at: start, detail: undefined},
});

describe('how far the picture can be trusted', () => {
	it.each<[string, ViewTraits, number, 'system' | 'recording', string]>([
		['is live while answers come', {}, 2 * second, 'system', '● live 1s'],
		['is stale when none came for a while', {}, 6 * second, 'system', '○ stale 6s'],
		[
			'is partial without an inventory',
			{missing: ['n2']},
			0,
			'system',
			'○ partial: 1 of 2 not seen',
		],
		[
			'is not live while reconnecting, however new the answers',
			connection('reconnecting'),
			3 * second,
			'system',
			'○ reconnecting 3s',
		],
		[
			'is not live after the connection was closed',
			connection('closed'),
			3 * second,
			'system',
			'○ disconnected 3s',
		],
		['ends with a recording', connection('closed'), 3 * second, 'recording', '○ end of recording'],
	])('%s', (_, traits, ageMs, type, text) => {
		expect(words(traits, ageMs, type)).toBe(text);
	});

	it('waits before the first answer', () => {
		const view = aView([], [], {
			now: 0,
			connection: {state: 'connected', at: 0, detail: undefined},
		});
		const freshness = freshnessOf(
			{frozen: undefined, intervalMs: 1000},
			{view, now: start, origin: {label: '', type: 'system'}},
		);
		expect(freshness).toEqual({type: 'waiting'});
	});

	it('takes three long intervals before it calls anything stale', () => {
		const freshness = freshnessOf(
			{frozen: undefined, intervalMs: 10_000},
			{view: aView(['n1'], []), now: start + 25_000, origin: {label: '', type: 'system'}},
		);
		expect(freshness.type).toBe('live');
	});

	it('says where and why beside it, without what to do, and no part of a word', () => {
		const detail = 'n1:4222: authorization violation; check name and password';
		const lost = (text: string) =>
			stageScreen(
				aView(['n1', 'n2'], [], {connection: {state: 'reconnecting', at: start, detail: text}}),
			);
		const screen = lost(detail);
		screen.wait(12_000);
		expect(screen.text(80, 24).split('\n')[0]).toMatch(
			/ ○ reconnecting 12s n1:4222: authorization violation$/,
		);
		const first = (text: string) => lost(text).lines(80, 24)[0] ?? '';
		expect(first(`n1:4222: ${'connection refused, '.repeat(9)}`)).toMatch(
			/^prod-sys {2}east 2\/2 {3}○ reconnecting 0s n1:4222: (connection refused, )+connection …$/,
		);
		expect(first(`${'n'.repeat(80)}:4222: no`)).toMatch(/ ○ reconnecting 0s$/);
		expect(screen.lines(24, 8)[0]).toMatch(/ ○ reconnecting 12s$/);
		expect(screen.lines(12, 8)[0]).toBe('east 2/2   ○');
	});

	it('says why the connection is gone, and what could not be read', () => {
		const screen = stageScreen(
			aView(['n1', 'n2'], [], {
				connection: {state: 'reconnecting', at: start, detail: 'ECONNREFUSED n1:4222'},
				rejected: [{at: start, subject: 'JSZ of n2', reason: 'not an object'}],
				rejectedCount: 2,
			}),
		);
		expect(screen.text(140, 30)).toContain(
			'why: connection: ECONNREFUSED n1:4222; 2 replies could not be read, the last from JSZ of n2',
		);
	});

	it('dims what is old and keeps what is fresh bright', () => {
		const features = {colorLevel: 1, unicode: true} as const;
		const screen = stageScreen(aView(['n1', 'n2'], []), {features});
		const before = chalk.level;
		onTestFinished(() => {
			chalk.level = before;
		});
		chalk.level = 1;
		expect(screen.lines()[3]).toMatch(/^ ?\u001B\[1m ?n2/);
		screen.wait(10_000);
		expect(screen.lines()[3]).toMatch(/^ ?\u001B\[2m ?n2/);
		expect(screen.lines()[0]).toContain('stale 10s');
	});
});
