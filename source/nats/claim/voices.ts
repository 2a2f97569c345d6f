import type {Link} from '../client/link.ts';

/** A connection over which leadertops of one account hear each other. */
export type Voice = {
	readonly link: Link;
	/** Whose connection it is, in words for the operator. */
	readonly who: string;
};

/**
 * All connections of this leadertop: a claim is spoken and heard over each, so that one that came in by the system
 * account and one that came in by an account alone find each other.
 */
export type Voices = {
	/** Those that are open; the one that is watched over comes first. */
	readonly now: () => readonly Voice[];
	/** Resolves when those that are being opened are open, or have failed. */
	readonly opened: () => Promise<void>;
	/** Tells of each that opens from now on. Returns the way to end it. */
	readonly onJoin: (listener: (voice: Voice) => void) => () => void;
};
