import type {Expected} from '../draw/bar.ts';
import type {Intent} from '../intent.ts';

/** Something that is done only after a yes. The default is always no. */
export type Question = MovesQuestion | PlainQuestion;

/** Leaders are about to move: what moves, what stays and why, and the bars that are to be expected. */
export type MovesQuestion = {
	readonly type: 'moves';
	readonly title: string;
	readonly moves: readonly PlannedMove[];
	readonly refused: readonly RefusedGroup[];
	/** Leaders by server afterwards, for the servers that win or lose some. */
	readonly expected: ReadonlyMap<string, Expected>;
	/** What else has to be known before saying yes. */
	readonly remarks: readonly string[];
	/** The same with the `nats` command line. */
	readonly commands: readonly string[];
	readonly intent: Intent;
};

export type PlannedMove = {
	readonly account: string;
	readonly name: string;
	readonly from: string;
	/** Undefined: the group chooses. */
	readonly to: string | undefined;
	/** Who may follow, where the group chooses. */
	readonly candidates: readonly string[];
};

export type RefusedGroup = {
	readonly account: string;
	readonly name: string;
	readonly reason: string;
};

export type PlainQuestion = {
	readonly type: 'plain';
	readonly title: string;
	readonly remarks: readonly string[];
	readonly commands: readonly string[];
	readonly intent: Intent;
};
