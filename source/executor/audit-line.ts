import type {AuditEntry} from './audit-sink.ts';

/** One record as one line of JSON, its line feed included. */
export function auditLine(entry: AuditEntry, who: string, identity: string | undefined): string {
	const {at, runId, move, group, end} = entry;
	return lineOf({
		time: new Date(at).toISOString(),
		run: runId,
		event: end ? 'result' : 'request',
		who,
		as: identity,
		cluster: group.cluster,
		domain: group.domain,
		account: group.account,
		kind: group.kind,
		stream: group.stream,
		consumer: group.consumer,
		from: move.from,
		wanted: move.to,
		...(end && {
			result: end.result,
			elected: end.elected,
			ms: end.electionMs,
			reason: end.reason,
		}),
	});
}

/** Says that somebody is about to act, and proves that the file can be written. */
export function openingLine(at: number, who: string, identity: string | undefined): string {
	return lineOf({time: new Date(at).toISOString(), event: 'opened', who, as: identity});
}

/** Missing values are told as null: each kind of line always has the same fields. */
function lineOf(fields: Record<string, string | number | null | undefined>): string {
	for (const name in fields) {
		fields[name] ??= null;
	}

	return `${JSON.stringify(fields).replace(invisible, escaped)}\n`;
}

/**
 * Names come from the network, and the file will be looked at in a terminal. JSON escapes C0 by itself;
 * these are DEL, C1, zero-width and bidi controls, line separators and the byte order mark.
 */
const invisible = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

function escaped(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
