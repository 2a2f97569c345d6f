/** The connection works, and shows nothing: neither the servers nor an account's own streams. */
export class UnseeingAccountError extends Error {
	override readonly name = 'UnseeingAccountError';

	/** @param why what is missing, as the end of a sentence */
	constructor(label: string, account: string | undefined, why: string, options?: ErrorOptions) {
		const where = account === undefined ? 'an account' : `the account ${account}`;
		super(
			`${label}: this user is in ${where}, not in the system account, and ${why}. ` +
				`Connect as a user of the system account, or of an account with JetStream.`,
			options,
		);
	}
}
