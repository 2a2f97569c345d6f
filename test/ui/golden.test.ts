import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {replicaEvidence} from '../../source/domain/diagnosis/replica-evidence.ts';
import {shopView} from './shop.ts';
import {stageScreen, type StageOptions} from './stage-screen.ts';
import {aChecklist, upgradingView} from './upgrading.ts';

/**
 * What the screen looks like, to be looked at. `UPDATE_GOLDEN=1 npx vitest run test/ui/golden.test.ts` writes the files
 * anew; the difference is then a part of the change that is reviewed.
 */
const folder = path.join(import.meta.dirname, 'golden');
const isUpdate = process.env['UPDATE_GOLDEN'] === '1';
const zone = process.env['TZ'];

beforeAll(() => {
	process.env['TZ'] = 'UTC';
});

afterAll(() => {
	if (zone === undefined) {
		delete process.env['TZ'];
	} else {
		process.env['TZ'] = zone;
	}
});

const told: StageOptions = {
	reachable: () => ({ratio: 1.004, stepDowns: 68, improves: []}),
	replicas: () => replicaEvidence(shopView()),
	stopOf: server => (server === 'n3' ? {type: 'wait', reasons: ['lag 311']} : {type: 'ok'}),
};

const upgrading: StageOptions = {
	checklists: new Map([['n1', aChecklist('n1')]]),
	drained: new Set(['n1']),
	replicas: () => replicaEvidence(upgradingView()),
	stopOf: server => (server === 'n1' ? {type: 'ok'} : {type: 'wait', reasons: ['lag 6000 on n1']}),
};

const tagged = ['tab', 'space', 'space'];

describe('the screen looks as it did', () => {
	it.each<[string, number, number, readonly string[], StageOptions]>([
		['80x24', 80, 24, [], told],
		['80x24-untold', 80, 24, [], {}],
		['80x24-step-down', 80, 24, [...tagged, 'S'], told],
		['80x24-transfer', 80, 24, [...tagged, 'T'], told],
		['80x24-help', 80, 24, ['?'], told],
		['80x24-ascii', 80, 24, tagged, {...told, features: {colorLevel: 0, unicode: false}}],
		['80x24-read-only', 80, 24, [], {...told, acting: {type: 'locked', missing: '--read-only'}}],
		['140x45', 140, 45, tagged, told],
		['60x15', 60, 15, [], told],
		['50x12', 50, 12, [], told],
		['80x24-upgrade', 80, 24, ['m', 'up', 'up'], upgrading],
		[
			'80x24-upgrade-ascii',
			80,
			24,
			['m', 'up', 'up'],
			{...upgrading, features: {colorLevel: 0, unicode: false}},
		],
		['140x45-upgrade', 140, 45, ['m', 'up', 'up'], upgrading],
		['60x15-upgrade', 60, 15, ['m', 'up', 'up'], upgrading],
	])('in %s', (name, columns, rows, keys, options) => {
		const screen = stageScreen(name.includes('upgrade') ? upgradingView() : shopView(), options);
		screen.lines(columns, rows);
		screen.press(...keys);
		const lines = screen.lines(columns, rows).map(line => line.trimEnd());
		const text = `${lines.join('\n')}\n`;
		const file = path.join(folder, `${name}.txt`);
		if (isUpdate) {
			mkdirSync(folder, {recursive: true});
			writeFileSync(file, text);
		}

		expect(text).toBe(readFileSync(file, 'utf8'));
	});
});
