import {actor} from './actor.ts';
import {openAuditFile} from './audit-file.ts';
import {auditLine, openingLine} from './audit-line.ts';
import type {AuditSink} from './audit-sink.ts';
import {systemClock} from './clock.ts';
import {durableLines} from './durable-lines.ts';

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
 * Opens the audit trail: one JSON line before each request and one after it, each on the disk before what it tells goes on.
 * Writes a first line at once, so that a full disk shows before anything is done.
 * @throws AuditError
 */
export async function openAudit({file, identity}: AuditOptions): Promise<Audit> {
	const who = actor();
	const target = await openAuditFile(file);
	const lines = durableLines(target.commit);

	async function close(): Promise<void> {
		await lines.idle();
		await target.close();
	}

	try {
		await lines.append(openingLine(systemClock.now(), who, identity));
	} catch (error) {
		await close();
		throw error;
	}

	return {
		file: target.path,
		record(entry) {
			const line = auditLine(entry, who, identity);
			return entry.end ? lines.appendInCompany(line) : lines.append(line);
		},
		flush: lines.flush,
		close,
	};
}
