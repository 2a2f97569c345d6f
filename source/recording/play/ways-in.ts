import type {RecordedMember} from '../read/open-recording.ts';

/** A run of members with all that was known at that moment. */
export type WayIn = {readonly first: number; readonly last: number};

/** The complete runs of memories, in their order. */
export function waysIn(members: readonly RecordedMember[]): WayIn[] {
	const found: WayIn[] = [];
	let first: number | undefined;
	for (const [index, {kind, begins, ends, afterDamage}] of members.entries()) {
		if (kind !== 'memories') {
			first = undefined;
			continue;
		}

		first = begins ? index : afterDamage ? undefined : first;
		if (ends && first !== undefined) {
			found.push({first, last: index});
			first = undefined;
		}
	}

	return found;
}
