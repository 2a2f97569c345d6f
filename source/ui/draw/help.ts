import type {Glyphs} from '../glyphs.ts';
import {keyCaption} from '../key-caption.ts';
import {keySectionsFor, type BoundKey} from '../keys.ts';
import type {Scene} from '../scene/scene.ts';
import {fitLine, lineWidth, span, type Line} from '../text/line.ts';
import {drawFreeText} from './fact.ts';

/** All keys in as many columns as fit, and what the signs mean. */
export function drawHelp({layout, acting, replay, glyphs}: Scene): Line[] {
	const locked = acting.type === 'locked' ? acting.missing : undefined;
	const count = Math.max(1, Math.min(3, Math.floor(layout.columns / 40)));
	const width = Math.floor(layout.columns / count);
	const sections = keySectionsFor(replay ? 'recording' : 'live');
	const blocks = sections
		.filter(({title}) => !replay || !neverRecorded.has(title))
		.map(({title, note, keys}): Line[] => {
			const told = title === 'Act' && locked !== undefined ? `Locked: ${locked}` : note;
			return [
				[span(title, 'heading')],
				...(told === undefined ? [] : drawFreeText(told, width - 1, 'muted')),
				...(replay && title === 'Act' ? [] : inPairs(keys)).map(line =>
					drawKey(line, locked !== undefined, glyphs),
				),
			];
		});
	return [...inColumns(blocks, count, width, glyphs), [], ...drawLegend(glyphs, layout.columns)];
}

/** Nothing is asked where nothing can be done. */
const neverRecorded: ReadonlySet<string> = new Set(['Answer']);

type HelpLine = Pick<BoundKey, 'keys' | 'help' | 'acts'>;

/** One line for two keys that belong together: nobody has to be told twice what the opposite of up is. */
function inPairs(bindings: readonly BoundKey[]): readonly HelpLine[] {
	return bindings.flatMap((binding, index): readonly HelpLine[] => {
		if (bindings[index - 1]?.pair !== undefined) {
			return [];
		}

		const other = binding.pair === undefined ? undefined : bindings[index + 1];
		return other && binding.pair !== undefined
			? [{...binding, help: binding.pair, keys: interleaved(binding.keys, other.keys)}]
			: [binding];
	});
}

function interleaved(some: readonly string[], others: readonly string[]): readonly string[] {
	return [...new Set(some.flatMap((key, index) => [key, ...others.slice(index, index + 1)]))];
}

function drawKey({keys, help, acts}: HelpLine, locked: boolean, glyphs: Glyphs): Line {
	const unavailable = locked && acts === true;
	return [
		span(`  ${captionOf(keys, glyphs).padEnd(captionWidth)} `, unavailable ? 'locked' : 'key'),
		span(help, unavailable ? 'locked' : 'text'),
	];
}

const captionWidth = 11;

/** As many names of the key as there is room for; the first ones are those that people know. */
function captionOf(keys: readonly string[], glyphs: Glyphs): string {
	return keys
		.map(key => keyCaption(key, glyphs))
		.reduce((names, name) =>
			names.length + 1 + name.length <= captionWidth ? `${names} ${name}` : names,
		);
}

/** Whole sections side by side, filled from the left, as even as their order allows. */
function inColumns(
	blocks: readonly Line[][],
	count: number,
	width: number,
	glyphs: Glyphs,
): Line[] {
	const total = blocks.reduce((sum, block) => sum + block.length, 0);
	const columns: Line[][] = Array.from({length: count}, () => []);
	let filled = 0;
	for (const block of blocks) {
		const middle = filled + block.length / 2;
		const column = Math.min(count - 1, Math.floor((middle / total) * count));
		columns[column]?.push(...block);
		filled += block.length;
	}

	const height = Math.max(...columns.map(column => column.length));
	return Array.from({length: height}, (_, row) =>
		columns.flatMap(column => fitLine(column[row] ?? [], width, glyphs.ellipsis)),
	);
}

function drawLegend(glyphs: Glyphs, columns: number): Line[] {
	const signs: ReadonlyArray<readonly [string, string]> = [
		[glyphs.fairShare, 'fair share'],
		[glyphs.threshold, 'HOT above this'],
		[glyphs.meta, 'meta leader'],
		[glyphs.justBack, 'just back'],
		[glyphs.tag, 'tagged'],
		[glyphs.change, 'won or lost since the baseline'],
	];
	const changes: ReadonlyArray<readonly [string, string]> = [
		[glyphs.stays, 'stays'],
		[glyphs.leaves, 'leaves'],
		[glyphs.comes, 'comes'],
		[glyphs.perhaps, 'may come'],
	];
	return [
		[span('Signs', 'heading')],
		...legendLines(signs, columns),
		[span('  in a question:', 'muted')],
		...legendLines(changes, columns),
	];
}

/** As many signs in a line as there is room for. */
function legendLines(signs: ReadonlyArray<readonly [string, string]>, columns: number): Line[] {
	const lines: Line[] = [];
	for (const [sign, meaning] of signs) {
		const part = [span(`  ${sign} `, 'key'), span(meaning)];
		const line = lines.at(-1);
		if (line && lineWidth(line) + lineWidth(part) <= columns) {
			lines.splice(-1, 1, [...line, ...part]);
		} else {
			lines.push(part);
		}
	}

	return lines;
}
