import path from 'node:path';
import process from 'node:process';
import {spawn} from '@lydell/node-pty';
import {build} from 'esbuild';
import {describe, expect, it} from 'vitest';
import {typeInto} from '../../../source/nats/access/ask-secret.ts';
import {temporaryHome} from './temporary-home.ts';

describe('typeInto', () => {
	it.each([
		['abc', 'abc', undefined],
		['abc\r', 'abc', 'entered'],
		['abc\nxyz', 'abc', 'entered'],
		['\r', '', 'entered'],
		['ab\u007Fc\b\bd', 'd', undefined],
		['\u007F\u007Fa', 'a', undefined],
		['né👍\u007F', 'né', undefined],
		['abc\u0015d', 'd', undefined],
		['abc\u0003', '', 'cancelled'],
		['\u0004', '', 'cancelled'],
		['a\u0004b', 'ab', undefined],
		['a\u001B[A\u001B[1;5Cb\u001BOPc', 'abc', undefined],
		['\u001B[200~pasted\u001B[201~', 'pasted', undefined],
		['a\tb\u0000', 'ab', undefined],
	])('%j makes %j', (keys, text, end) => {
		expect(typeInto('', keys)).toEqual({text, end});
	});

	it('goes on with what was typed before', () => {
		expect(typeInto('ab', 'c')).toEqual({text: 'abc', end: undefined});
	});
});

describe('askSecret', () => {
	it.each([
		['hunter2\r', 'cooked', /answer 104 117 110 116 101 114 50\. raw false\.$/],
		['pä\r', 'raw', /answer 112 228\. raw true\.$/],
		['hunt\u0003', 'cooked', /QuestionCancelledError\. raw false\.$/],
	])(
		'asks in a real terminal without echo and leaves it as it was: %j',
		async (keys, mode, end) => {
			const screen = await runInTerminal(keys, mode);
			expect(screen).toMatch(end);
			expect(screen).toMatch(/^Password: \s*(?:answer|Question)/);
		},
	);
});

/** Everything the program wrote to its terminal. */
async function runInTerminal(keys: string, mode: string): Promise<string> {
	const home = temporaryHome();
	const outfile = path.join(home.folder, 'program.mjs');
	const entryPoints = [path.join(import.meta.dirname, 'ask-secret-program.ts')];
	await build({entryPoints, outfile, bundle: true, platform: 'node', format: 'esm'});
	const terminal = spawn(process.execPath, [outfile, mode], {cols: 80, rows: 24, env: home.env});
	let screen = '';
	let typed = false;
	terminal.onData(text => {
		screen += text;
		if (!typed && screen.includes('Password: ')) {
			typed = true;
			terminal.write(keys);
		}
	});
	await new Promise<void>(resolve => {
		terminal.onExit(() => {
			resolve();
		});
	});
	return screen;
}
