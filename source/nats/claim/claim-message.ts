import type {ClaimPurpose} from '../../cluster.ts';

/**
 * Messages between leadertops about a cluster.
 * - `asking`: requests the claim. A holder with a better right answers `holding`; no answer grants it
 * - `holding`: has the claim; sent as an answer and at intervals
 * - `released`: gives the claim up
 */
export type ClaimMessage = Claimant & {readonly type: 'asking' | 'holding' | 'released'};

export type Claimant = {
	/** Different for each claim. */
	readonly id: string;
	/** Epoch in ms of its own clock. */
	readonly startedAt: number;
	/** `user@host`. */
	readonly who: string;
	readonly purpose: ClaimPurpose;
};

/** Of two that want the same, the one that began first; the id decides where clocks do not. */
export function comesFirst(a: Claimant, b: Claimant): boolean {
	return a.startedAt < b.startedAt || (a.startedAt === b.startedAt && a.id < b.id);
}

/** @returns undefined for what no leadertop says */
export function decodeClaim(text: string): ClaimMessage | undefined {
	const {type, id, startedAt, who, purpose} = recordOf(parsed(text)) ?? {};
	if (
		(type === 'asking' || type === 'holding' || type === 'released') &&
		typeof id === 'string' &&
		typeof startedAt === 'number' &&
		typeof who === 'string' &&
		(purpose === 'run' || purpose === 'keep')
	) {
		return {type, id, startedAt, who, purpose};
	}

	return undefined;
}

/** A cluster's name may hold what a subject must not. */
export function claimSubject(cluster: string): string {
	return `leadertop.claim.${Buffer.from(cluster).toString('base64url')}`;
}

/** @returns undefined for what is no JSON */
export function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

export function recordOf(value: unknown): Partial<Record<string, unknown>> | undefined {
	return typeof value === 'object' && value !== null ? {...value} : undefined;
}
