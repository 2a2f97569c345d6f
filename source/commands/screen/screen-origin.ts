import type {Intent} from '../../ui/intent.ts';
import type {Cluster, Permission} from '../../cluster.ts';
import {accountSeen, importingAccount, seenAs} from '../../session/coverage.ts';
import type {Origin} from '../../ui/world.ts';
import type {RunScreenOptions} from '../flags/screen-flags.ts';

/** Where a cluster's picture comes from, as the screen says it. */
export function screenOrigin({origin}: Pick<Cluster, 'origin'>): Origin {
	return {
		label: origin.label,
		type: seenAs(origin),
		account: accountSeen(origin),
		importingAccount: importingAccount(origin),
		recorded: origin.type === 'recording',
	};
}

/** Whether anything may be changed from this screen at all. */
export function actingPermission({
	readOnly,
	replay,
}: Pick<RunScreenOptions, 'readOnly' | 'replay'>): Permission {
	if (!readOnly) {
		return {type: 'allowed'};
	}

	return {
		type: 'locked',
		missing: replay ? 'a recording cannot act' : 'read-only: start without --read-only to act',
	};
}

/** What changes something on the cluster, and is not done where the screen is read-only. */
export const acts: ReadonlySet<Intent['type']> = new Set([
	'step-down',
	'undo',
	'step-down-meta',
	'run-plan',
	'roll',
]);
