import {Chalk} from 'chalk';
import xterm from '@xterm/headless';
import {expect, test} from 'vitest';
import {createFrameWriter} from '../../../source/ui/terminal/frame-writer.ts';
import {seededRandom, type Random} from '../../support/random.ts';

const columns = 40;
const rows = 6;
const chalk = new Chalk({level: 3});

const texts = [
	'n1 ★',
	'ORDERS › billing',
	'8.1k',
	'   ',
	'████▌ │ ¦',
	'日本サーバー',
	'한국',
	'größe',
	'👩‍👩‍👧-family',
	'e\u0301\u0301',
	'✔\uFE0F',
	'12:34:56',
	'x'.repeat(30),
];

const styles: readonly ((text: string) => string)[] = [
	text => text,
	text => text,
	chalk.bold,
	chalk.inverse,
	chalk.red,
	chalk.ansi256(244),
	chalk.bgAnsi256(68).ansi256(231),
	chalk.hex('#ff8800').bold,
	chalk.underline,
	chalk.dim.italic,
	chalk.bgRed,
];

function randomLine(random: Random): string {
	return Array.from({length: random.below(7)}, () => random.pick(styles)(random.pick(texts))).join(
		random.pick([' ', '', '  ']),
	);
}

/** Often much like the line before: that is what a screen is. */
function nextLine(line: string, random: Random): string {
	if (random.chance(0.4)) {
		return line;
	}

	if (random.chance(0.5)) {
		const digits = (piece: string, style: string | undefined) =>
			style ?? String(random.below(10)).repeat(piece.length);
		return line
			.replace(/(\u001B\[[\d;]*m)|\d/g, digits)
			.replace(/x+/, 'x'.repeat(random.below(30)));
	}

	return randomLine(random);
}

function aTerminal() {
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	// As on the live screen.
	terminal.write('\u001B[?7l');
	const writer = createFrameWriter(
		{
			size: () => ({columns, rows}),
			write(text, written) {
				terminal.write(text);
				written();
			},
		},
		{bytesPerSecond: Infinity},
	);
	writer.open();
	return {
		writer,
		async cells() {
			await new Promise<void>(resolve => {
				terminal.write('', resolve);
			});
			const buffer = terminal.buffer.active;
			return Array.from({length: rows}, (_, row) =>
				Array.from({length: columns}, (_, column) => {
					const cell = buffer.getLine(row)?.getCell(column);
					const text = cell?.getChars() ?? '';
					const colours = [cell?.getFgColorMode(), cell?.getFgColor(), cell?.getBgColorMode()];
					const flags = [cell?.getBgColor(), cell?.isInverse(), cell?.isUnderline()];
					// A blank looks the same in every colour of its own.
					const shown =
						text.trim() === '' ? [] : [colours[0], colours[1], cell?.isBold(), cell?.isDim()];
					return [text.trim(), cell?.getWidth(), ...flags, ...colours.slice(2), ...shown].join(' ');
				}),
			);
		},
	};
}

test.each(Array.from({length: 25}, (_, seed) => seed))(
	'rows that are written in parts look like rows that are written whole (%i)',
	async seed => {
		const random = seededRandom(seed);
		const inParts = aTerminal();
		let frame = Array.from({length: rows}, () => randomLine(random));
		for (let count = 0; count < 30; count++) {
			frame = frame.map(line => nextLine(line, random));
			inParts.writer.frame(frame);
			const whole = aTerminal();
			whole.writer.frame(frame);
			expect(await inParts.cells()).toEqual(await whole.cells());
		}
	},
);
