import type {Glyphs} from '../glyphs.ts';
import type {Scene} from '../rows/scene.ts';
import type {DialogState, ScreenState} from '../screen-state.ts';
import type {Handler} from './result.ts';

/** What the screen is about when a key arrives; a reader is a text that is read: help, details, elections, JSON. */
export const keyModes = [
	'lists',
	'reader',
	'filter',
	'time',
	'question',
	'choice',
	'plan',
	'accounts',
	'upgrade',
] as const;

export type KeyMode = (typeof keyModes)[number];

/** Where the picture comes from: some keys are for one of both only. */
export type KeySource = 'live' | 'recording';

/** One row of the table of keys. */
export type KeyBinding = {
	/** Names as `KeyPress` has them. */
	readonly keys: readonly string[];
	readonly run: Handler;
	/** What it does, in full, for the help and the docs. */
	readonly help: string;
	readonly modes: readonly KeyMode[];
	/** For a key that stands in the footer. */
	readonly label: KeyLabel | undefined;
	/** Where there is no room for all, the footer keeps the lowest; 1 and 2 answer what is asked. */
	readonly rank: number | undefined;
	/** When it does something, for the footer; always unless given. */
	readonly when?: (state: ScreenState, scene: Scene) => boolean;
	/** Changes the cluster: asks first, and is locked where nothing may be changed. */
	readonly acts?: true;
	/** Says yes: no paste may do that. */
	readonly confirms?: true;
	/** Where it has no meaning it is not shown. */
	readonly only?: KeySource;
	/** The footer names it even where there is only room for servers. */
	readonly tiny?: true;
};

/** The words in the footer, or what they are as things are now; undefined: it does not stand in the footer. */
type KeyLabel = string | ((state: ScreenState, scene: Scene) => string | undefined);

export type KeySection = {
	readonly title: string;
	/** What holds for all of its keys. */
	readonly note?: string;
	/** Holds for all of its keys. */
	readonly only?: KeySource;
	readonly keys: readonly KeyBinding[];
};

type KeyOptions = Partial<Pick<KeyBinding, 'when' | 'acts' | 'confirms' | 'only' | 'tiny'>>;

/** Makes rows of the table that apply in these modes. `names`: the keys of a row, with spaces between them. */
export function keysIn(...modes: readonly KeyMode[]) {
	return (
		names: string,
		run: Handler,
		help: string,
		[rank, label]: readonly [rank?: number, label?: KeyLabel] = [],
		options: KeyOptions = {},
	): KeyBinding => ({keys: names.split(' '), run, help, modes, rank, label, ...options});
}

/** What the keys mean now. */
export function keyModeOf({type}: DialogState): KeyMode {
	return modes[type];
}

const modes: Readonly<Record<DialogState['type'], KeyMode>> = {
	none: 'lists',
	filter: 'filter',
	time: 'time',
	help: 'reader',
	details: 'reader',
	elections: 'reader',
	json: 'reader',
	choice: 'choice',
	question: 'question',
	plan: 'plan',
	accounts: 'accounts',
	upgrade: 'upgrade',
};

/** The name of a key as a keyboard shows it: `↑`, `PgUp`, `Ctrl-L`, `Space`. */
export function keyCaption(name: string, glyphs: Glyphs): string {
	const modifier = /^(ctrl|meta|shift)-(.+)$/.exec(name);
	if (modifier) {
		const [, prefix = '', rest = ''] = modifier;
		return `${captions[prefix] ?? ''}-${capital(keyCaption(rest, glyphs))}`;
	}

	switch (name) {
		case 'up':
		case 'down':
		case 'left':
		case 'right':
			return glyphs[name];
		default:
			return captions[name] ?? (/^f\d+$/.test(name) ? name.toUpperCase() : name);
	}
}

const captions: Readonly<Record<string, string>> = {
	ctrl: 'Ctrl',
	meta: 'Alt',
	shift: 'Shift',
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

function capital(word: string): string {
	return word.slice(0, 1).toUpperCase() + word.slice(1);
}
