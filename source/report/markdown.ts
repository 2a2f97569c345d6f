import {cleanText} from '../domain/clean-text.ts';

/** A text as Markdown shows it, whatever it holds: cleaned as for a terminal, and with no character left that marks up. */
export function markdownText(text: string, maxLength?: number): string {
	return cleanText(text, maxLength).replaceAll(/[\\`*_{}[\]<>|~#&!]/g, String.raw`\$&`);
}

export function markdownList(items: readonly string[]): string {
	return items.map(item => `- ${markdownText(item, 1000)}`).join('\n');
}

export function markdownTable(
	headings: readonly string[],
	rows: readonly (readonly string[])[],
): string {
	return [
		row(headings),
		row(headings.map(() => '---')),
		...rows.map(cells => row(cells.map(cell => markdownText(cell)))),
	].join('\n');
}

function row(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |`;
}
