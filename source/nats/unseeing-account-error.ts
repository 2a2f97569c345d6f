/** The connection works, and shows nothing: neither the servers nor an account's own streams. */
export class UnseeingAccountError extends Error {
	override readonly name = 'UnseeingAccountError';

	/** @param why what is missing and what to do, as one line */
	constructor(label: string, why: string, options?: ErrorOptions) {
		super(`${label}: ${why}`, options);
	}
}
