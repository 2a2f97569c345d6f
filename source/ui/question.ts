import type {GroupIdentity, GroupKey} from '../domain/raft-group.ts';
import type {Intent} from './intent.ts';
import type {Command} from './nats-command.ts';

/** Something that is done only after a yes. The default is always no; a plan, which can be adjusted, is no question. */
export type Question = MovesQuestion | PlainQuestion;

/** Leaders are about to move: what moves, what stays and why, and the bars that are to be expected. */
export type MovesQuestion = {
	readonly type: 'moves';
	readonly title: string;
	/** Nothing can be done when this is empty. */
	readonly moves: readonly PlannedMove[];
	readonly refused: readonly RefusedGroup[];
	/** Leaders by server afterwards, for the servers that win or lose some. */
	readonly expected: ReadonlyMap<string, Expected>;
	/** What speaks against a yes. */
	readonly warnings: readonly string[];
	/** What else has to be known before saying yes. */
	readonly remarks: readonly string[];
	/** The same with the `nats` command line. */
	readonly commands: readonly Command[];
	/** To ask it again when the cluster has changed. */
	readonly asked: Asked;
	readonly intent: Intent;
};

/** The groups that a question is about, each with its leader at that time and the one that it is to get. */
export type Asked = {
	readonly type: 'step-down' | 'undo';
	readonly groups: readonly {
		readonly key: GroupKey;
		readonly from: string | undefined;
		/** Undefined: the group chooses. */
		readonly to: string | undefined;
	}[];
};

type GroupName = Pick<GroupIdentity, 'stream' | 'consumer'> & {readonly account: string};

export type PlannedMove = GroupName & {
	readonly from: string;
	/** Undefined: the group chooses. */
	readonly to: string | undefined;
	/** Who can follow, where the group chooses. */
	readonly candidates: readonly string[];
};

export type RefusedGroup = GroupName & {readonly reason: string};

/** Leaders of a server after what is about to be done: `least` and `most` differ where the groups choose for themselves. */
export type Expected = {readonly least: number; readonly most: number};

/** A server that could be made leader, and of how many of the groups. */
export type Target = {
	readonly server: string;
	readonly eligible: number;
	readonly leaders: number;
};

/** Whether there is anything to say yes to. */
export function canBeDone(question: Question): boolean {
	return question.type === 'plain' || question.moves.length > 0;
}

type PlainQuestion = {
	readonly type: 'plain';
	readonly title: string;
	readonly remarks: readonly string[];
	readonly commands: readonly Command[];
	readonly intent: Intent;
};
