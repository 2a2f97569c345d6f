/**
 * What leadertop tells the terminal, by name (xterm's control sequences; DEC private modes).
 * Autowrap is off so that a character that is wider than we think cannot push the screen up.
 * Bracketed paste is on so that pasted text can be told from keys.
 */
export const enterScreen = '\u001B[?1049h\u001B[?25l\u001B[?7l\u001B[?2004h';

/**
 * Undoes `enterScreen`, and what a frame that was cut off may have left: a synchronized update, colours.
 * GNU screen and mosh have no alternate screen, and keep the last frame: the cursor goes to the last row (terminals take
 * any higher number for it) and one further, so that what follows stands below the frame.
 */
export const leaveScreen =
	'\u001B[?2026l\u001B[0m\u001B[9999;1H\n\u001B[?2004l\u001B[?7h\u001B[?25h\u001B[?1049l';

/** A terminal that knows these two shows nothing in between; others ignore them. */
export const beginUpdate = '\u001B[?2026h';
export const endUpdate = '\u001B[?2026l';

export const clearScreen = '\u001B[2J';
export const resetStyle = '\u001B[0m';

/** Empties the row from the cursor on. */
export const clearToEnd = '\u001B[K';

/** @param parameters of an SGR sequence; without any it takes all styles off */
export function setStyle(parameters: string): string {
	return `\u001B[${parameters}m`;
}

/** Moves to a place; row and column are counted from 0. */
export function moveTo(row: number, column: number): string {
	return `\u001B[${row + 1};${column + 1}H`;
}

/** Moves within the row. */
export function moveToColumn(column: number): string {
	return `\u001B[${column + 1}G`;
}

/** Moves to the start of a row (counted from 0) and empties it. */
export function startRow(row: number): string {
	return moveTo(row, 0) + clearToEnd;
}
