/** The word of a filter that lets through the groups of this account and no other. */
export function accountTerm(account: string): string {
	return /[\s"]/.test(account)
		? `account:="${account.replaceAll('"', '')}"`
		: `account:=${account}`;
}
