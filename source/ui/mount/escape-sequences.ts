/**
 * The escape sequences that Ink does not write (xterm's control sequences; DEC private modes).
 *
 * On entry: autowrap off, so that a character that is wider than we think cannot push the screen up; cursor keys and
 * keypad as usual and modifyOtherKeys off, which a program before us may have left behind and no key would then match.
 */
export const enterModes = '\u001B[?7l\u001B[?1l\u001B>\u001B[>4;0m';

/** Undoes `enterModes`, and what a frame that was cut off may have left: a synchronized update, colours. */
export const leaveModes = '\u001B[?2026l\u001B[0m\u001B[?7h';

/** Puts a text on the clipboard, also over SSH, where the terminal lets programs do so (OSC 52). */
export function clipboardCopy(text: string): string {
	return `\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`;
}

/** All that Ink undoes by itself, for a terminal that stalled while Ink did so, or a process that ends at once. */
export const leaveInk = '\u001B[?2004l\u001B[?1049l\u001B[?25h';

/** Keys that Ink has no field for, as xterm, rxvt and the Linux console send them. */
export const functionKeys: ReadonlyMap<string, string> = new Map([
	['\u001BOP', 'f1'],
	['\u001B[11~', 'f1'],
	['\u001B[[A', 'f1'],
	['\u001B[15~', 'f5'],
	['\u001B[[E', 'f5'],
]);
