import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {createKeyReader} from '../../../source/ui/terminal/key-reader.ts';

const esc = '\u001B';

/** What the chunks of input come to: names of keys, and pastes in brackets. A number waits that many ms. */
function read(...chunks: Array<string | number | Buffer>): string[] {
	const seen: string[] = [];
	const reader = createKeyReader(input => {
		seen.push(input.type === 'key' ? input.key.name : `[${input.text}]`);
	});
	for (const chunk of chunks) {
		if (typeof chunk === 'number') {
			vi.advanceTimersByTime(chunk);
		} else {
			reader.take(Buffer.from(chunk));
		}
	}

	return seen;
}

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

describe('keys', () => {
	it.each([
		['jjj', ['j', 'j', 'j']],
		['S?/', ['S', '?', '/']],
		['é日🎉', ['é', '日', '🎉']],
		[' \r\n\t\u007F\b', ['space', 'enter', 'enter', 'tab', 'backspace', 'backspace']],
		['\u0001\u0003\u001A\u001C\u0000', ['ctrl-a', 'ctrl-c', 'ctrl-z', 'ctrl-\\', 'ctrl-@']],
		[`${esc}[A${esc}[B${esc}[C${esc}[D`, ['up', 'down', 'right', 'left']],
		[`${esc}OA${esc}OB${esc}OC${esc}OD`, ['up', 'down', 'right', 'left']],
		[`${esc}[H${esc}[1~${esc}[7~${esc}OH`, ['home', 'home', 'home', 'home']],
		[`${esc}[F${esc}[4~${esc}[8~${esc}OF`, ['end', 'end', 'end', 'end']],
		[`${esc}[5~${esc}[6~${esc}[2~${esc}[3~`, ['pageup', 'pagedown', 'insert', 'delete']],
		[`${esc}[Z${esc}[1;2Z`, ['shift-tab', 'shift-tab']],
		[`${esc}OP${esc}[11~${esc}[[A${esc}[24~`, ['f1', 'f1', 'f1', 'f12']],
		[
			`${esc}[1;5A${esc}[1;2B${esc}[6;3~${esc}[1;8C`,
			['ctrl-up', 'shift-down', 'meta-pagedown', 'ctrl-meta-shift-right'],
		],
		[`${esc}x${esc}S${esc}\r${esc}\u0001`, ['meta-x', 'meta-S', 'meta-enter', 'ctrl-meta-a']],
		[`${esc}${esc}[A`, ['escape', 'up']],
	])('of %j are %j', (input, names) => {
		expect(read(input)).toEqual(names);
	});

	it('type their text, unless a modifier makes a command of them', () => {
		const typed: string[] = [];
		const reader = createKeyReader(input => {
			typed.push(input.type === 'key' ? input.key.text : '');
		});
		reader.take(Buffer.from(`aÄ ${esc}b\u0001\r${esc}[A`));
		expect(typed).toEqual(['a', 'Ä', ' ', '', '', '', '']);
	});

	it('may arrive byte by byte', () => {
		const bytes = Buffer.from(`é${esc}[5~🎉${esc}OA${esc}[1;5A`);
		expect(read(...Array.from(bytes, byte => Buffer.from([byte])))).toEqual([
			'é',
			'pageup',
			'🎉',
			'up',
			'ctrl-up',
		]);
	});
});

describe('ESC', () => {
	it('is a key when nothing follows in time', () => {
		expect(read(esc, 49)).toEqual([]);
		expect(read(esc, 50)).toEqual(['escape']);
		expect(read(esc, 50, 'x')).toEqual(['escape', 'x']);
	});

	it('belongs to what follows in time', () => {
		expect(read(esc, 49, '[D')).toEqual(['left']);
	});

	it('does not leave letters that act behind when a sequence is torn apart', () => {
		expect(read(esc, 5000, '[D')).toEqual(['escape', 'left']);
		expect(read(`${esc}[`, 900, 'D')).toEqual(['left']);
		expect(read(esc, 5000, '[200~S', 'y', `${esc}[201~`)).toEqual(['escape', '[Sy]']);
	});

	it('is itself before a bracket that is typed', () => {
		expect(read(esc, 60, '[', 60, 'D')).toEqual(['escape', '[', 'D']);
	});
});

describe('what is no key', () => {
	it.each([
		['a mouse report', `${esc}[<35;10;20M`],
		['an old mouse report', `${esc}[M !S`],
		['a report of the focus', `${esc}[I${esc}[O`],
		['the position of the cursor', `${esc}[12;40R`],
		['the answer to a query for the terminal', `${esc}[?62;4S${esc}[>1;10;0c`],
		[
			'the answer to a query for a colour',
			`${esc}]11;rgb:0000/0000/0000${esc}\\${esc}]11;rgb:SSSS\u0007`,
		],
		['the answer to a query for a setting', `${esc}P1$r0mS${esc}\\`],
		['a key of a protocol that was not asked for', `${esc}[115;5u${esc}[27;5;83~`],
		['a byte that is no text', '\u0085\u009B'],
	])('gives none of its letters: %s', (_, input) => {
		expect(read(input, 'j')).toEqual(['j']);
		expect(read(...input.split(/(?<=^[^]{2})/), 'j')).toEqual(['j']);
	});

	it('is given up after a while', () => {
		expect(read(`${esc}]11;rgb`, 1000, 'j')).toEqual(['j']);
	});
});

describe('a paste', () => {
	const start = `${esc}[200~`;
	const end = `${esc}[201~`;

	it('is text, whatever is in it', () => {
		expect(read(`a${start}S y\u0003${esc}[A\r${end}b`)).toEqual([
			'a',
			`[S y\u0003${esc}[A\r]`,
			'b',
		]);
	});

	it('may arrive byte by byte', () => {
		const bytes = Buffer.from(`a${start}Sé${esc}[201${end}b`);
		expect(read(...Array.from(bytes, byte => Buffer.from([byte])))).toEqual([
			'a',
			`[Sé${esc}[201]`,
			'b',
		]);
	});

	it('stays one however long its end takes', () => {
		expect(read(`${start}S`, 60_000, 'T', 60_000, `${end}b`)).toEqual(['[ST]', 'b']);
	});

	it('is cut when it is huge', () => {
		const [paste = '', key] = read(start, 'x'.repeat(3000), 'x'.repeat(3000), `${end}j`);
		expect(paste).toHaveLength(4096 + '[]'.length);
		expect(key).toBe('j');
	});

	it('may be empty', () => {
		expect(read(`${start}${end}`)).toEqual(['[]']);
	});
});

it('forgets what was under way on a reset', () => {
	const seen: string[] = [];
	const reader = createKeyReader(input => seen.push(input.type));
	reader.take(Buffer.from(`${esc}[200~S`));
	reader.reset();
	reader.take(Buffer.from(esc));
	reader.reset();
	vi.advanceTimersByTime(5000);
	expect(seen).toEqual([]);
	reader.take(Buffer.from('j'));
	expect(seen).toEqual(['key']);
});
