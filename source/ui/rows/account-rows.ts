import type {AccountAccess, AccountAccessState} from '../../domain/account-access.ts';
import type {Distribution} from '../../domain/distribution.ts';
import {hasJetStream} from '../../domain/server.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {emptyTally, tallyAccounts, type AccountTally} from '../../state/view-figures.ts';
import type {OrderOf, Orders} from '../orders.ts';
import {toned} from '../text/line.ts';
import type {Tone, Toned} from '../theme.ts';
import type {Permission, World} from '../world.ts';

/** An account as a row of the table shows it. */
export type AccountRow = AccountTally & {
	/** The sum of `leaders`. */
	readonly total: number;
	/** How many times the account's own fair share the server carries that leads most of it; undefined without leaders. */
	readonly skew: number | undefined;
	/** Undefined where it is not known. */
	readonly access: AccountAccess | undefined;
};

/** The accounts of a cluster in no order; those that can be acted in are among them though they have nothing. */
export function accountRows(
	view: ClusterView,
	{cluster, shares}: Distribution,
	{accountAccess, actingAccounts}: Pick<World, 'accountAccess' | 'actingAccounts'>,
): readonly AccountRow[] {
	const tallies = tallyAccounts(view, cluster);
	const members = shares.filter(({server}) => hasJetStream[server.state]).length;
	const known = new Set(tallies.flatMap(({account, accountId}) => [account, accountId]));
	const others = (actingAccounts?.() ?? []).filter(account => !known.has(account));
	return [...tallies, ...others.map(account => emptyTally({accountId: account, account}))].map(
		(tally): AccountRow => {
			const counts = [...tally.leaders.values()];
			const total = counts.reduce((sum, count) => sum + count, 0);
			return {
				...tally,
				total,
				skew: total === 0 || members === 0 ? undefined : (Math.max(...counts) * members) / total,
				access: accessOf(tally, accountAccess?.(tally.accountId)),
			};
		},
	);
}

/** An account that has nothing in the server's own domain may have something in another. */
function accessOf(
	{streams, r1}: AccountTally,
	access: AccountAccess | undefined,
): AccountAccess | undefined {
	return access?.state === 'no-jetstream' && streams + r1 > 0
		? {state: 'ready', detail: undefined}
		: access;
}

/** The accounts in order; equal ones by name, so that rows do not jump. */
export function orderAccounts(
	rows: readonly AccountRow[],
	{by, reversed}: Orders['accounts'],
): readonly AccountRow[] {
	const sign = reversed ? -1 : 1;
	return rows.toSorted((a, b) => sign * compare[by](a, b) || byName(a, b));
}

const names = new Intl.Collator('en', {numeric: true});

function byName(a: AccountRow, b: AccountRow): number {
	return names.compare(a.account, b.account);
}

const compare: Readonly<Record<OrderOf['accounts'], (a: AccountRow, b: AccountRow) => number>> = {
	leaders: (a, b) => b.total - a.total,
	skew: (a, b) => (b.skew ?? 0) - (a.skew ?? 0),
	messages: (a, b) => (b.messagesPerSecond ?? -1) - (a.messagesPerSecond ?? -1),
	access: (a, b) => names.compare(a.access?.state ?? '', b.access?.state ?? ''),
	name: byName,
};

/** Whether something can be done in an account, as one word of a table. */
export function accessWord(access: AccountAccess | undefined): Toned {
	if (!access) {
		return toned('-', 'muted');
	}

	const {word, tone} = states[access.state];
	return toned(word, access.state === 'no-credentials' ? 'locked' : tone);
}

/** The same in full, with what is missing. */
export function accessFact(access: AccountAccess | undefined, acting: Permission): Toned {
	if (acting.type === 'locked') {
		return toned(`locked: ${acting.missing}`, 'warning');
	}

	if (!access) {
		return toned('not known', 'muted');
	}

	const {word, sentence = word, tone} = states[access.state];
	return toned(access.detail === undefined ? sentence : `${sentence}: ${access.detail}`, tone);
}

type Words = {readonly word: string; readonly sentence?: string; readonly tone: Tone};

const states: Readonly<Record<AccountAccessState, Words>> = {
	ready: {word: 'ready', sentence: 'connected, may step down all its leaders', tone: 'good'},
	limited: {
		word: 'in part',
		sentence: 'connected, permissions are missing',
		tone: 'warning',
	},
	'no-jetstream': {
		word: 'no JetStream',
		sentence: 'connected, but the account has no JetStream',
		tone: 'warning',
	},
	connecting: {word: 'connecting', tone: 'muted'},
	reconnecting: {
		word: 'reconnecting',
		sentence: 'connection lost, reconnecting',
		tone: 'warning',
	},
	unreachable: {
		word: 'unreachable',
		sentence: 'cannot connect; Ctrl-R or the next step-down retries',
		tone: 'warning',
	},
	refused: {word: 'refused', sentence: 'refused; Ctrl-R retries', tone: 'bad'},
	'no-credentials': {word: 'locked', tone: 'warning'},
};
