import type {ClusterOrigin} from '../../cluster.ts';
import {noAudit, type AuditSink} from '../../executor/audit-sink.ts';
import {openAudit, type Audit} from '../../executor/open-audit.ts';

/** The audit trail of a screen, opened when the first act needs it. */
export type LazyAudit = {
	readonly open: () => Promise<AuditSink>;
	/** Where acts are recorded; undefined while none was. */
	readonly file: () => string | undefined;
	readonly close: () => Promise<void>;
};

/** @param file instead of the one in the state directory. What is no real cluster has no audit trail. */
export function lazyAudit({type, label}: ClusterOrigin, file: string | undefined): LazyAudit {
	let audit: Promise<Audit> | undefined;
	let opened: Audit | undefined;
	return {
		async open() {
			if (type !== 'nats') {
				return noAudit;
			}

			audit ??= openAudit({file, identity: label});
			opened = await audit.catch((error: unknown) => {
				// The next act tries again: the disk may have room by then.
				audit = undefined;
				throw error;
			});
			return opened;
		},
		file: () => opened?.file,
		async close() {
			await (await audit)?.close();
		},
	};
}
