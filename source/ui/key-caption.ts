import type {Glyphs} from './glyphs.ts';

/** The name of a key as a keyboard shows it: `↑`, `PgUp`, `Ctrl-L`, `Space`. */
export function keyCaption(name: string, glyphs: Glyphs): string {
	const modifier = /^(ctrl|meta|shift)-(.+)$/.exec(name);
	if (modifier) {
		const [, prefix = '', key = ''] = modifier;
		const caption = keyCaption(key, glyphs);
		return `${prefix === 'meta' ? 'Alt' : capital(prefix)}-${capital(caption)}`;
	}

	return captions(glyphs)[name] ?? (/^f\d+$/.test(name) ? name.toUpperCase() : name);
}

function captions({up, down, left, right}: Glyphs): Readonly<Record<string, string>> {
	return {
		up,
		down,
		left,
		right,
		pageup: 'PgUp',
		pagedown: 'PgDn',
		home: 'Home',
		end: 'End',
		tab: 'Tab',
		space: 'Space',
		enter: 'Enter',
		backspace: 'Backspace',
		delete: 'Delete',
		escape: 'Esc',
	};
}

function capital(word: string): string {
	return word.slice(0, 1).toUpperCase() + word.slice(1);
}
