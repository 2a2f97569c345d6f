import type {GroupKey} from '../../domain/raft-group.ts';
import {supports} from '../../domain/server-version.ts';
import {breathe} from '../../time/breathe.ts';
import {steadyNow} from '../../time/clock.ts';
import type {Inventory} from '../decode/inventory.ts';
import {UndecodableError} from '../decode/json-value.ts';
import {NoAnswerError, type Link} from '../client/link.ts';
import type {Word} from './hearsay.ts';
import type {KnownServer} from './known-server.ts';
import {
	firstPageAccounts,
	lookAtServer,
	nextPageAccounts,
	type LookMeans,
	type LookPart,
} from './look-at-server.ts';
import type {LookCost} from './look-pacing.ts';
import type {LookOutcome} from './look-queue.ts';
import {reject, type Observation} from './observation.ts';

/** Groups handed out at a time; in between others have their turn. */
const groupsAtATime = 500;

/**
 * Reads a server's whole inventory and hands it out.
 */
export async function takeInventory(
	link: Link,
	observation: Observation,
	known: KnownServer,
	{signal, timeoutMs}: Pick<LookMeans, 'signal' | 'timeoutMs'>,
): Promise<LookOutcome> {
	const means: LookMeans = {
		nameOfNode: observation.roster.nameOfNode,
		isAway: observation.roster.isAway,
		signal,
		timeoutMs,
	};
	try {
		const first = await readInventory(link, observation, known, known.needsProof(), means);
		const last =
			first === 'unproven' ? await readInventory(link, observation, known, true, means) : first;
		return last === 'unproven' ? 'void' : last;
	} catch (error) {
		if (signal.aborted) {
			return 'void';
		}

		if (error instanceof NoAnswerError) {
			return 'unanswered';
		}

		if (!(error instanceof UndecodableError)) {
			throw error;
		}

		reject(observation, `$SYS.REQ.SERVER.${known.identity.id}.JSZ`, error.message);
		return 'void';
	}
}

/** @returns `unproven` when the server's claims can only be judged with its configurations */
async function readInventory(
	link: Link,
	observation: Observation,
	known: KnownServer,
	withConfiguration: boolean,
	means: LookMeans,
): Promise<LookCost | 'unproven'> {
	const whole = !supports(known.identity.version, 'wholeInventory');
	// Of later changes elections tell.
	const isFirstLook = known.pageAccounts === undefined;
	const listed = new Set<GroupKey>();
	const ledByOthers = new Map<string, GroupKey[]>();
	const question = {
		server: known.identity,
		whole: whole || (isFirstLook && observation.roster.isAnybodyAway),
		paged: known.summary?.accounts !== undefined,
		withConfiguration,
		pageAccounts: known.pageAccounts ?? (known.summary ? firstPageAccounts(known.summary) : 1),
	};
	const cost = {wireBytes: 0, rawBytes: 0, answerMs: 0};
	let accounts = 0;
	let startedAt: number | undefined;
	let unstarted = 0;
	for await (const page of lookAtServer(link, question, means)) {
		if (!withConfiguration && isDoubtful(known, page)) {
			return 'unproven';
		}

		startedAt ??= page.askedAt;
		unstarted += page.inventory.unstarted;
		cost.wireBytes += page.wireBytes;
		cost.rawBytes += page.rawBytes;
		cost.answerMs += page.answerMs;
		accounts += page.inventory.accounts.length;
		await handOut(observation, known, page, means.signal);
		if (whole) {
			list(page.inventory, listed, ledByOthers);
		}

		if (page.completes) {
			const word = whole ? {askedAt: startedAt, listed, ledByOthers} : undefined;
			close(observation, known, page, {startedAt, unstarted, word});
		}
	}

	known.pageAccounts = nextPageAccounts(accounts, cost.rawBytes);
	return cost;
}

/** Signs that the server is starting, next to claims that could come from that. */
function isDoubtful(known: KnownServer, {inventory}: LookPart): boolean {
	const {summary, unproven, leaderless} = inventory;
	const missesMetaLeader = summary.meta !== undefined && summary.meta.leader === undefined;
	return known.trust !== 'settled' && unproven > 0 && (missesMetaLeader || leaderless.length > 0);
}

async function handOut(
	observation: Observation,
	{identity}: KnownServer,
	{askedAt, inventory}: LookPart,
	signal: AbortSignal,
): Promise<void> {
	const {emit, ledger, counters, accountNames} = observation;
	const {led, leaderless, accounts, malformed} = inventory;
	for (const {id, name} of accounts) {
		accountNames.set(id, name);
	}

	counters.looked(inventory.summary);
	ledger.abandoned(identity.name, leaderless, askedAt);
	for (let from = 0; from === 0 || from < led.length; from += groupsAtATime) {
		const part = led.slice(from, from + groupsAtATime);
		await breathe();
		signal.throwIfAborted();
		ledger.reported(identity.name, part, askedAt);
		// Large maps there and at the other end grow with the same group, 20 ms each at 65,536.
		await breathe();
		signal.throwIfAborted();
		emit({
			type: 'groups-reported',
			at: steadyNow(),
			askedAt,
			server: identity.name,
			led: part,
			leaderless: from === 0 ? leaderless : [],
		});
	}

	handOutOrphaned(observation, askedAt, inventory);
	if (malformed > 0) {
		const reason = `${malformed} entries without a name`;
		reject({emit}, `$SYS.REQ.SERVER.${identity.id}.JSZ`, reason);
	}
}

/** Hands out groups whose leaders do not answer, where nothing else is known of them. */
function handOutOrphaned(
	{emit, ledger}: Observation,
	askedAt: number,
	{orphaned}: Inventory,
): void {
	const unknown = orphaned.filter(({key}) => !ledger.isLed(key));
	for (const server of new Set(unknown.flatMap(({leader = ''}) => leader))) {
		const led = unknown.filter(({leader}) => leader === server);
		ledger.reported(server, led, askedAt);
		emit({type: 'groups-reported', at: steadyNow(), askedAt, server, led, leaderless: []});
	}
}

/** Notes what a part of a whole inventory lists. */
function list(
	{led, leaderless, followed}: Inventory,
	listed: Set<GroupKey>,
	ledByOthers: Map<string, GroupKey[]>,
): void {
	for (const {key} of [...led, ...leaderless, ...followed]) {
		listed.add(key);
	}

	for (const {key, leader} of followed) {
		const keys = ledByOthers.get(leader);
		if (keys) {
			keys.push(key);
		} else {
			ledByOthers.set(leader, [key]);
		}
	}
}

type Closing = {
	readonly startedAt: number;
	readonly unstarted: number;
	/** Of a whole inventory. */
	readonly word: Word | undefined;
};

function close(
	observation: Observation,
	known: KnownServer,
	{inventory}: LookPart,
	{startedAt, unstarted, word}: Closing,
): void {
	const {emit, ledger, roster, hearsay} = observation;
	const {name} = known.identity;
	const {meta} = inventory.summary;
	const isStarting = unstarted > 0 || (known.trust !== 'settled' && known.awaitsMetaLeader(meta));
	known.trust = isStarting ? 'starting' : 'settled';
	// A life that has ended completes nothing.
	if (known.trust === 'settled' && roster.get(name) === known) {
		ledger.completed(name, startedAt);
		if (word) {
			doubt(observation, hearsay.noted(name, word));
		} else {
			// It was older before.
			hearsay.forget(name);
		}

		if (!hearsay.isDoubted(name)) {
			emit({type: 'look-completed', at: steadyNow(), askedAt: startedAt, server: name});
		}
	}
}

/** Takes back that the inventories of some servers were complete. */
function doubt({emit}: Observation, omissions: ReadonlyMap<string, number>): void {
	for (const [server, groups] of omissions) {
		const what = groups === 1 ? 'a group' : `${groups} groups`;
		const reason = `it leaves out ${what} that other servers say it leads`;
		reject({emit}, `the inventory of ${server}`, reason);
		emit({type: 'look-doubted', at: steadyNow(), server});
	}
}
