import type {Move, MoveOutcome} from '../domain/move.ts';
import type {RaftGroup} from '../domain/raft-group.ts';

/** One record of the audit trail: a request that is about to be sent, or how it ended. */
export type AuditEntry = {
	/** Epoch in ms. */
	readonly at: number;
	readonly runId: string;
	readonly move: Pick<Move, 'from' | 'to'>;
	readonly group: AuditedGroup;
	/** Undefined in the record before the request. */
	readonly end: AuditEnd | undefined;
};

/** What names the group in the trail; the meta group belongs to no account and to no stream. */
export type AuditedGroup = Pick<RaftGroup, 'cluster' | 'domain'> & {
	readonly kind: RaftGroup['kind'] | 'meta';
	readonly account: string | undefined;
	readonly stream: string | undefined;
	readonly consumer: string | undefined;
};

export type AuditEnd = Pick<MoveOutcome, 'result' | 'elected' | 'electionMs' | 'reason'>;

/** Where a run records what it does. */
export type AuditSink = {
	/**
	 * Resolves when the record will survive a crash of this machine. How a request ended may wait a moment for records
	 * that share its sync of the disk. Rejects with an `AuditError`; after that every call does.
	 */
	readonly record: (entry: AuditEntry) => Promise<void>;
	/** No further record is about to come: those that wait for company are written now. */
	readonly flush: () => void;
};

/** For clusters that are not real. */
export const noAudit: AuditSink = {record: async () => {}, flush() {}};
