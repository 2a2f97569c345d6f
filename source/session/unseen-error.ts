/** The cluster could not be seen: one line for the user, exit code 3. */
export class UnseenError extends Error {
	override readonly name = 'UnseenError';
}
