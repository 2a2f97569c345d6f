import os from 'node:os';
import process from 'node:process';
import type {Move, MoveOutcome} from '../domain/move.ts';
import type {RaftGroup} from '../domain/raft-group.ts';
import {steadyNow} from '../time/clock.ts';
import {openAuditFile} from './audit-file.ts';

/** Where a run records what it does. */
export type AuditSink = {
	/** Resolves when the record will survive a crash of this machine. Rejects with an `AuditError`; after that every call does. */
	readonly record: (entry: AuditEntry) => Promise<void>;
};

/** One record of the audit trail: a request that is about to be sent, or how it ended. */
export type AuditEntry = {
	/** Epoch in ms. */
	readonly at: number;
	readonly runId: string;
	readonly move: Pick<Move, 'from' | 'to'>;
	readonly group: AuditedGroup;
	/** Undefined in the record before the request. */
	readonly end: Pick<MoveOutcome, 'result' | 'elected' | 'electionMs' | 'reason'> | undefined;
};

/**
 * What names the group in the trail; the meta group belongs to no account and to no stream. `server`: no group, but a
 * server that the operator's command stops.
 */
export type AuditedGroup = Pick<RaftGroup, 'cluster' | 'domain'> & {
	readonly kind: RaftGroup['kind'] | 'meta' | 'server';
	readonly account: string | undefined;
	readonly stream: string | undefined;
	readonly consumer: string | undefined;
};

/** For clusters that are not real. */
export const noAudit: AuditSink = {record: async () => {}};

export type Audit = AuditSink & {
	readonly file: string;
	/** Waits for what is being written, and closes the file. */
	readonly close: () => Promise<void>;
};

export type AuditOptions = {
	/** Undefined: `audit.jsonl` in the user's state directory. */
	readonly file?: string | undefined;
	/** The NATS user, context or account that acts, without any secret. */
	readonly identity: string | undefined;
};

/**
 * Opens the audit trail: one JSON line before each request and one after it.
 * Writes a first line at once, so that a full disk shows before anything is done.
 * @throws AuditError
 */
export async function openAudit({file, identity}: AuditOptions): Promise<Audit> {
	const who = currentUser();
	const target = await openAuditFile(file);
	const lineOf = (at: number, entry?: AuditEntry) =>
		jsonLine({
			time: new Date(at).toISOString(),
			...(entry && {run: entry.runId}),
			event: entry ? (entry.end ? 'result' : 'request') : 'opened',
			who,
			as: identity,
			...(entry && fieldsOf(entry)),
		});

	try {
		await target.append(lineOf(steadyNow()));
	} catch (error) {
		await target.close();
		throw error;
	}

	return {
		file: target.path,
		record: async entry => target.append(lineOf(entry.at, entry)),
		close: target.close,
	};
}

type Fields = Record<string, string | number | undefined>;

function fieldsOf({move, group, end}: AuditEntry): Fields {
	return {
		cluster: group.cluster,
		domain: group.domain,
		account: group.account,
		kind: group.kind,
		stream: group.stream,
		consumer: group.consumer,
		from: move.from,
		wanted: move.to,
		...(end && {result: end.result, elected: end.elected, ms: end.electionMs, reason: end.reason}),
	};
}

/** Missing values become null: each kind of line always has the same fields. */
function jsonLine(fields: Fields): string {
	const line = JSON.stringify(fields, (_name, value: unknown) => value ?? null);
	return `${line.replace(invisible, escaped)}\n`;
}

/**
 * Names come from the network, and the file will be looked at in a terminal. JSON escapes C0 by itself;
 * these are DEL, C1, zero-width and bidi controls, line separators and the byte order mark.
 */
const invisible = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

function escaped(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** `user@host` as the system has it. */
export function currentUser(): string {
	return `${userName()}@${os.hostname()}`;
}

function userName(): string {
	try {
		return os.userInfo().username;
	} catch {
		// In a container a process may run under a user id that has no name.
		return `uid ${process.getuid?.() ?? '?'}`;
	}
}
