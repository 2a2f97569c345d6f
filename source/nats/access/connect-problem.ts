/** What kept a connection from being made. */
export type ConnectProblem =
	| 'authorization'
	| 'certificate-authority'
	| 'certificate-expired'
	| 'certificate-name'
	| 'client-certificate'
	| 'tls-first-wanted'
	| 'tls-first-unwanted'
	| 'tls-missing'
	| 'tls'
	| 'refused'
	| 'unreachable'
	| 'dns'
	| 'timeout'
	| 'other';

/** A problem and what an operator is told about it. */
export type Finding = {readonly problem: ConnectProblem; readonly what: string};

/** The code that Node gave an error, or the error behind it. */
export function codeOf(error: unknown): string | undefined {
	if (!(error instanceof Error)) {
		return undefined;
	}

	return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause);
}

/** Whether all that is known is that time ran out. */
export function isTimeout(error: unknown): boolean {
	return error instanceof Error && error.name === 'TimeoutError';
}
