import type {GroupLedger} from '../group-ledger.ts';

/** How long a group may be between two leaders without anybody naming it, in ms: servers before 2.11 take 265 for an election. */
const handOverMs = 2000;

/** Forgets the groups that their leaders ceased to name and nobody else has named since. Tells whether there were any. */
export function dropDoubted(ledger: GroupLedger, at: number): boolean {
	let dropped = false;
	for (const [key, since] of ledger.doubts) {
		if (at - since >= handOverMs) {
			ledger.delete(key);
			dropped = true;
		}
	}

	return dropped;
}
