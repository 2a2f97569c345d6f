import type {Permission} from '../../ui/world.ts';
import type {RunScreenOptions} from './run-screen-options.ts';

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
