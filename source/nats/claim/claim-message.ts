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

export function encodeClaim(message: ClaimMessage): string {
	return JSON.stringify(message);
}

/** @returns undefined for what no leadertop says */
export function decodeClaim(text: string): ClaimMessage | undefined {
	const value = parsed(text);
	if (typeof value !== 'object' || value === null) {
		return undefined;
	}

	const {type, id, startedAt, who, purpose}: Partial<Record<string, unknown>> = {...value};
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

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
