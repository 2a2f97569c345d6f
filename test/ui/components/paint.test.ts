import chalk from 'chalk';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {createTheme} from '../../../source/ui/theme.ts';

const levelBefore = chalk.level;

beforeEach(() => {
	chalk.level = 2;
});

afterEach(() => {
	chalk.level = levelBefore;
});

const title = [
	{text: '╭ ', tone: 'rule'},
	{text: 'servers', tone: 'muted'},
	{text: ' ', tone: 'strong'},
	{text: 'ok', tone: 'good'},
] as const;

test('paints as one what looks alike, and blanks with what stands before them', () => {
	expect(createTheme(2).paint(title, 'usual')).toBe(
		'\u001B[2m╭ servers \u001B[22m\u001B[38;5;28mok\u001B[39m',
	);
});

test('leaves a blank on a ground where it is', () => {
	const {paint} = createTheme(2);
	expect(
		paint(
			[
				{text: 'a', tone: 'text'},
				{text: ' ', tone: 'badge'},
				{text: 'b', tone: 'text'},
			],
			'usual',
		),
	).toBe('a\u001B[7m \u001B[27mb');
});

test('paints an old picture dim, as one', () => {
	expect(createTheme(2).paint(title, 'faded')).toBe('\u001B[2m╭ servers ok\u001B[22m');
});
