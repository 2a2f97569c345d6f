import {healthOf} from '../domain/fitness.ts';
import type {RaftGroup} from '../domain/raft-group.ts';

export type GroupFilter = (group: RaftGroup) => boolean;

/**
 * Reads a filter as a user types it: words that all have to occur in the account's, stream's or consumer's name. Case
 * does not matter. `kind:`, `account:`, `stream:`, `consumer:` and `state:` look in one place only (of a kind and a state
 * the beginning will do), and `!` before any of them asks for the contrary. `account:=SHOP` wants the whole name, and
 * `account:="Web Shop"` one with blanks; an account is found by its id, too. Undefined when everything is let through.
 */
export function groupFilter(text: string): GroupFilter | undefined {
	const tests: readonly GroupFilter[] | undefined = text
		.match(/!?\w+:=?"[^"]*"|\S+/g)
		?.filter(term => term !== '!')
		.map(term => (term.startsWith('!') ? not(testOf(term.slice(1))) : testOf(term)));
	return tests === undefined || tests.length === 0
		? undefined
		: group => tests.every(test => test(group));
}

function testOf(term: string): GroupFilter {
	const [, place = '', wanted = ''] = /^(\w+):(.*)$/.exec(term) ?? [];
	return places[place.toLowerCase()]?.(unquoted(wanted)) ?? anywhere(term);
}

const places: Readonly<Record<string, (wanted: string) => GroupFilter>> = {
	kind: wanted => group => group.kind.startsWith(wanted.toLowerCase()),
	state: wanted => group => healthOf(group).startsWith(wanted.toLowerCase()),
	account(wanted) {
		const holds = naming(wanted);
		return ({account, accountId}) => holds(account) || holds(accountId);
	},
	stream(wanted) {
		const holds = naming(wanted);
		return ({stream}) => holds(stream);
	},
	consumer(wanted) {
		const holds = naming(wanted);
		return ({consumer}) => consumer !== undefined && holds(consumer);
	},
};

function unquoted(wanted: string): string {
	return wanted.replace(/^(=?)"(.*)"$/, '$1$2');
}

/** Names that hold a text, or with `=` before it those that are it. */
function naming(wanted: string): (name: string) => boolean {
	const whole = wanted.slice(1).toLowerCase();
	return wanted.startsWith('=') ? name => name.toLowerCase() === whole : holding(wanted);
}

/**
 * A word has no space, so it cannot reach from one name into the next: the names need not be joined. A key has them all,
 * the account's if it is its id, too: to look through one text is a third of the work where most groups do not pass.
 */
function anywhere(word: string): GroupFilter {
	const holds = holding(word);
	return ({key, domain, account, accountId, stream, consumer}) =>
		holds(key)
			? (domain === undefined && account === accountId) ||
				holds(stream) ||
				holds(account) ||
				(consumer !== undefined && holds(consumer))
			: account !== accountId && holds(account);
}

function not(test: GroupFilter): GroupFilter {
	return group => !test(group);
}

/** Case does not matter. An expression looks through a name without making another one of it. */
function holding(word: string): (name: string) => boolean {
	const expression = new RegExp(word.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`), 'iu');
	return name => expression.test(name);
}

/** The word of a filter that lets through the groups of this account and no other. */
export function accountTerm(account: string): string {
	return /[\s"]/.test(account)
		? `account:="${account.replaceAll('"', '')}"`
		: `account:=${account}`;
}
