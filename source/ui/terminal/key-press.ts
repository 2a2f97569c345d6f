/** One key, whatever bytes the terminal sent for it. */
export type KeyPress = {
	/**
	 * What to compare with: the character itself (`j`, `S`, `?`), or the name of a key that has none: `up`, `down`,
	 * `left`, `right`, `pageup`, `pagedown`, `home`, `end`, `insert`, `delete`, `backspace`, `tab`, `enter`, `escape`,
	 * `space`, `f1` to `f12`. Modifiers stand before it in the order ctrl, meta, shift: `ctrl-c`, `meta-x`, `shift-tab`.
	 * A shifted character is just the other character.
	 */
	readonly name: string;
	/** What the key adds to a text field; empty for keys that add nothing. */
	readonly text: string;
	readonly ctrl: boolean;
	readonly meta: boolean;
	readonly shift: boolean;
};

type Modifiers = {readonly ctrl?: boolean; readonly meta?: boolean; readonly shift?: boolean};

/** A key by its bare name, as in `keyPress('up', {shift: true})`, and the text that it types, if any. */
export function keyPress(
	bareName: string,
	{ctrl = false, meta = false, shift = false}: Modifiers = {},
	text = '',
): KeyPress {
	const prefix = `${ctrl ? 'ctrl-' : ''}${meta ? 'meta-' : ''}${shift ? 'shift-' : ''}`;
	return {name: prefix + bareName, text: ctrl || meta ? '' : text, ctrl, meta, shift};
}
