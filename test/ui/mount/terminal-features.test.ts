import {describe, expect, it} from 'vitest';
import {terminalFeatures, type FeatureSources} from '../../../source/ui/terminal-features.ts';

const features = (sources: Partial<FeatureSources>) =>
	terminalFeatures({
		env: {},
		platform: 'linux',
		stdinIsTerminal: true,
		stdoutIsTerminal: true,
		...sources,
	});

describe('colours', () => {
	it.each([
		[{TERM: 'xterm'}, 1],
		[{TERM: 'linux'}, 1],
		[{TERM: 'vt220'}, 1],
		[{TERM: 'xterm-256color'}, 2],
		[{TERM: 'screen-256color'}, 2],
		[{TERM: 'xterm-256color', COLORTERM: 'truecolor'}, 3],
		[{TERM: 'tmux-256color', COLORTERM: '24bit'}, 3],
		[{TERM: 'xterm-256color', COLORTERM: 'yes'}, 2],
		[{TERM: 'alacritty'}, 3],
		[{TERM: 'xterm-kitty'}, 3],
		[{TERM: 'xterm-direct'}, 3],
		[{TERM: 'dumb'}, 0],
		[{TERM: 'dumb', COLORTERM: 'truecolor'}, 0],
		[{}, 0],
		[{TERM: 'xterm', CI: 'true'}, 1],
		[{TERM: 'xterm', NO_COLOR: '1'}, 0],
		[{TERM: 'xterm', NO_COLOR: ''}, 1],
		[{TERM: 'xterm', NO_COLOR: '1', FORCE_COLOR: '2'}, 2],
		[{TERM: 'xterm-256color', FORCE_COLOR: '0'}, 0],
		[{TERM: 'xterm-256color', FORCE_COLOR: 'false'}, 0],
		[{TERM: 'xterm-256color', FORCE_COLOR: '1'}, 1],
		[{TERM: 'dumb', FORCE_COLOR: '3'}, 3],
		[{TERM: 'dumb', FORCE_COLOR: ''}, 1],
		[{TERM: 'xterm-256color', FORCE_COLOR: 'true'}, 2],
	] as const)('of a terminal with %j are of level %i', (env, colorLevel) => {
		expect(features({env}).colorLevel).toBe(colorLevel);
	});

	it.each([
		[{}, 0],
		[{FORCE_COLOR: '1'}, 1],
	] as const)('of a file with %j are of level %i', (env, colorLevel) => {
		expect(features({env: {TERM: 'xterm', ...env}, stdoutIsTerminal: false}).colorLevel).toBe(
			colorLevel,
		);
	});

	it.each([
		[false, {TERM: 'xterm', FORCE_COLOR: '3'}, 0],
		[true, {TERM: 'xterm-256color', NO_COLOR: '1'}, 2],
		[true, {TERM: 'xterm', FORCE_COLOR: '0'}, 1],
		[true, {}, 1],
	] as const)('that a flag sets to %s with %j are of level %i', (colors, env, colorLevel) => {
		expect(features({colors, env, stdoutIsTerminal: false}).colorLevel).toBe(colorLevel);
	});
});

it.each([
	[{NO_COLOR: '1'}, true, true],
	[{}, false, false],
	[{FORCE_COLOR: '1'}, false, true],
	[{TERM: 'dumb'}, true, false],
] as const)(
	'bold and inverse with %j, to a terminal: %s -> %s',
	(env, stdoutIsTerminal, styled) => {
		expect(features({env: {TERM: 'xterm', ...env}, stdoutIsTerminal}).styled).toBe(styled);
	},
);

describe('Unicode', () => {
	it.each([
		[{LANG: 'en_US.UTF-8'}, true],
		[{LANG: 'C.utf8'}, true],
		[{LANG: 'C'}, false],
		[{LANG: 'de_DE.ISO-8859-1'}, false],
		[{}, false],
		[{LANG: 'C', LC_CTYPE: 'UTF-8'}, true],
		[{LANG: 'en_US.UTF-8', LC_CTYPE: 'C'}, false],
		[{LANG: 'C', LC_ALL: 'C.UTF-8'}, true],
		[{LANG: 'en_US.UTF-8', LC_ALL: 'POSIX'}, false],
		[{LANG: 'en_US.UTF-8', LC_ALL: ''}, true],
		[{LANG: 'en_US.UTF-8', TERM: 'linux'}, false],
		[{LANG: 'en_US.UTF-8', TERM: 'dumb'}, false],
	] as const)('with %j: %s', (env, unicode) => {
		expect(features({env: {TERM: 'xterm', ...env}}).unicode).toBe(unicode);
	});

	it.each([
		[{LANG: 'ja_JP.UTF-8'}, false],
		[{LC_ALL: 'zh_CN.utf8', LANG: 'en_US.UTF-8'}, false],
		[{LANG: 'ko_KR.UTF-8', TERM: 'xterm-256color'}, false],
		[{LANG: 'ja_JP.UTF-8', LC_CTYPE: 'C.UTF-8'}, true],
		[{LANG: 'ja_JP.UTF-8', TERM: 'xterm-kitty'}, true],
		[{LANG: 'ja_JP.UTF-8', TERM_PROGRAM: 'iTerm.app'}, true],
		[{LANG: 'zh_TW.UTF-8', TERM_PROGRAM: 'tmux'}, false],
		[{LANG: 'zh_TW.UTF-8', VTE_VERSION: '7600'}, true],
		[{LANG: 'ja_JP.eucJP', VTE_VERSION: '7600'}, false],
	] as const)('where signs may be two cells wide, with %j: %s', (env, unicode) => {
		expect(features({env: {TERM: 'xterm', ...env}}).unicode).toBe(unicode);
	});

	it('is off with --ascii', () => {
		expect(features({env: {TERM: 'xterm', LANG: 'C.UTF-8'}, ascii: true}).unicode).toBe(false);
	});
});

describe('a live screen', () => {
	it.each([
		['xterm', true, true, true],
		['xterm', false, true, false],
		['xterm', true, false, false],
		['dumb', true, true, false],
		['', true, true, false],
	] as const)(
		'TERM=%s, stdin a terminal: %s, stdout a terminal: %s -> %s',
		(TERM, stdinIsTerminal, stdoutIsTerminal, interactive) => {
			expect(features({env: {TERM}, stdinIsTerminal, stdoutIsTerminal}).interactive).toBe(
				interactive,
			);
		},
	);
});

it.each([
	[{}, /TERM is not set/],
	[{TERM: ''}, /TERM=xterm-256color/],
	[{TERM: 'dumb'}, /TERM=dumb/],
] as const)('says what a terminal with %j lacks', (env, reason) => {
	expect(features({env}).obstacle).toMatch(reason);
});

describe('a console of Windows', () => {
	it.each([
		[{}, {interactive: true, colorLevel: 3, unicode: false}],
		[{WT_SESSION: 'x'}, {interactive: true, colorLevel: 3, unicode: true}],
		[
			{NO_COLOR: '1', TERM_PROGRAM: 'vscode'},
			{interactive: true, colorLevel: 0, unicode: true},
		],
		[{TERM: 'dumb'}, {interactive: false, colorLevel: 0}],
		[
			{TERM: 'xterm', LANG: 'en_US.UTF-8'},
			{interactive: true, colorLevel: 1, unicode: true},
		],
	] as const)('with %j can do %j', (env, expected) => {
		expect(features({env, platform: 'win32'})).toMatchObject(expected);
	});
});

it('takes the screen reader from its variable', () => {
	expect(features({env: {INK_SCREEN_READER: 'true'}}).screenReader).toBe(true);
	expect(features({env: {}}).screenReader).toBe(false);
});
