/** How a check ends, in the words of monitoring plugins. */
export type CheckStatus = 'OK' | 'WARNING' | 'CRITICAL' | 'UNKNOWN';

/** Exit codes of monitoring plugins, and of `nats server check`. */
export const checkCodes: Readonly<Record<CheckStatus, number>> = {
	OK: 0,
	WARNING: 1,
	CRITICAL: 2,
	UNKNOWN: 3,
};

/** What is seen to be broken stays so, whatever else is not known; what is not known may be worse than a warning. */
const worstFirst: readonly CheckStatus[] = ['CRITICAL', 'UNKNOWN', 'WARNING', 'OK'];

/** The status of several as one; where nothing was checked, nothing is known. */
export function worstOf(findings: readonly {readonly status: CheckStatus}[]): CheckStatus {
	const found = new Set(findings.map(({status}) => status));
	return worstFirst.find(status => found.has(status)) ?? 'UNKNOWN';
}
