import type {Claim, ClaimRefusal} from '../cluster.ts';

export type {Claim, ClaimRefusal} from '../cluster.ts';

/** Asks for the claim before the first request of a run; undefined: there is nobody to ask. */
export type ClaimCluster = (signal: AbortSignal) => Promise<Claim | ClaimRefusal | undefined>;
