import {count, object, oneOf, optional, text, time, type Decode} from './fields.ts';

/** The first line of a recording. */
export type Head = {
	readonly leadertop: 'recording';
	/** Grows when older versions could not read it any more. */
	readonly format: number;
	/** The same in all files of one recording. */
	readonly recording: string;
	/** Of these files; 1 is the first. */
	readonly part: number;
	/** Epoch in ms. */
	readonly startedAt: number;
	/** What was watched: a context's name or an address, without any secret. */
	readonly label: string;
	readonly mode: 'system' | 'account' | 'simulated';
	/** Name of the one account that was seen. */
	readonly account: string | undefined;
};

export const presentFormat = 1;

/** @throws UnreadableValue */
export const decodeHead: Decode<Head> = object<Head>({
	leadertop: oneOf(['recording']),
	format: count,
	recording: text,
	part: count,
	startedAt: time,
	label: text,
	mode: oneOf(['system', 'account', 'simulated']),
	account: optional(text),
});
