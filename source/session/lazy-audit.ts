import type {ClusterOrigin} from '../cluster.ts';
import {noAudit, openAudit, type Audit, type AuditSink} from '../executor/audit.ts';

/**
 * The audit trail of a process that acts now and then: opened when an act needs it, and anew after it could not be
 * written. A cluster that is not real has no audit trail.
 * @param file instead of the one in the state directory
 */
export function lazyAudit(
	{type, label}: ClusterOrigin,
	file: string | undefined,
	openNew: typeof openAudit = openAudit,
) {
	let current: Promise<Audit> | undefined;
	let closing = Promise.resolve();
	let path: string | undefined;

	/** The next act opens it anew: the disk may have room by then. */
	function forget(broken: Promise<Audit>): void {
		if (current === broken) {
			current = undefined;
			// That it cannot be written is known already.
			closing = broken.then(async audit => audit.close()).catch(() => {});
		}
	}

	return {
		/** @throws AuditError when it cannot be written: nothing may be done then */
		open: async (): Promise<AuditSink> => {
			if (type !== 'nats') {
				return noAudit;
			}

			const opening = (current ??= openNew({file, identity: label}));
			const orForget = async <Value>(done: Promise<Value>): Promise<Value> =>
				done.catch((error: unknown) => {
					forget(opening);
					throw error;
				});
			const audit = await orForget(opening);
			path = audit.file;
			return {record: async entry => orForget(audit.record(entry))};
		},
		/** Where acts are recorded; undefined while none was. */
		file: () => path,
		async close() {
			await closing;
			await (await current)?.close();
		},
	};
}
