/**
 * What the screen is about when a key arrives: the lists, a text to read (help, details), the text of a filter or a time,
 * a question with yes and no, a choice among servers, a plan that can be adjusted before the answer, the accounts, or
 * the upgrade.
 */
export type KeyMode =
	'lists' | 'reader' | 'filter' | 'time' | 'question' | 'choice' | 'plan' | 'accounts' | 'upgrade';

/** Where the picture comes from: some keys are for one of both only. */
export type KeySource = 'live' | 'recording';

/** One row of the table of keys. */
export type KeyBinding = {
	/** What it means, in code. */
	readonly action: string;
	/** Names as `KeyPress` has them. */
	readonly keys: readonly string[];
	/** Where it applies; in the lists unless given. */
	readonly modes?: readonly KeyMode[];
	/** What it does, in full, for the help and the readme. */
	readonly help: string;
	/** The words in the footer, for a key that stands there; the same in all its modes, or by mode. */
	readonly label?: string | Readonly<Partial<Record<KeyMode, string>>>;
	/** Where there is no room for all, the footer keeps the lowest; 1 and 2 answer what is asked. */
	readonly rank?: number;
	/** Changes the cluster: asks first, and is locked where nothing may be changed. */
	readonly acts?: true;
	/** Where it has no meaning it is not shown. */
	readonly only?: KeySource;
};

export type KeySection = {
	readonly title: string;
	/** What holds for all of its keys. */
	readonly note?: string;
	/** Holds for all of its keys. */
	readonly only?: KeySource;
	readonly keys: readonly KeyBinding[];
};
