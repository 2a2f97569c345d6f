/** The connection works, and sees one account only. */
export class NotSystemAccountError extends Error {
	override readonly name = 'NotSystemAccountError';

	constructor(label: string, account: string | undefined, options?: ErrorOptions) {
		const where = account === undefined ? 'an account' : `the account ${account}`;
		super(
			`${label} answers nothing about its servers: this user is in ${where}, not in the system account. ` +
				`Connect as a user of the system account.`,
			options,
		);
	}
}
