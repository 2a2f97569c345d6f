import stringWidth from 'string-width';

/** A line for a terminal that knows ASCII only: `?` for each cell that anything else would have taken. */
export function asciiLine(line: string): string {
	return line.replace(/[^\0-\u007F]+/g, text => '?'.repeat(stringWidth(text)));
}
