import type {Distribution, ServerShare} from '../distribution.ts';
import {noEvidence, type ReplicaEvidence} from './replica-evidence.ts';

/** A server of the average, with what its replicas tell. */
export type Member = {
	readonly share: ServerShare;
	readonly evidence: ReplicaEvidence;
	/** It leads so few that this needs an explanation. */
	readonly light: boolean;
	/** It leads so many that this needs an explanation. */
	readonly heavy: boolean;
};

/** Leaders from the average that are worth an explanation: fewer come from rounding. */
export const worthTelling = 2;

const lightRatio = 0.5;
const heavyRatio = 1.25;

/** The servers that take part in the average. */
export function membersOf(
	{shares, average}: Distribution,
	replicas: ReadonlyMap<string, ReplicaEvidence>,
): readonly Member[] {
	return shares
		.filter(({ratio}) => ratio !== undefined)
		.map(share => ({
			share,
			evidence: replicas.get(share.server.name) ?? noEvidence,
			light: share.leaders <= average * lightRatio && average - share.leaders >= worthTelling,
			heavy:
				share.leaders - average >= worthTelling &&
				(share.hotspot || share.leaders >= average * heavyRatio),
		}));
}
