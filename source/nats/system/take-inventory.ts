import {supports} from '../../domain/server-version.ts';
import {breathe} from '../../time/breathe.ts';
import {steadyNow} from '../../time/clock.ts';
import {NoAnswerError, type Link} from '../client/link.ts';
import {readInventory, type Inventory, type InventoryOptions} from '../decode/inventory.ts';
import type {JetStreamSummary} from '../decode/jetstream-summary.ts';
import {UndecodableError} from '../decode/json-value.ts';
import {readReply} from '../decode/read-reply.ts';
import type {InventoryCost} from '../observing/pacing.ts';
import {InventoryDigest} from './before-2.11-reports.ts';
import type {InventoryOutcome} from '../observing/inventory-scheduler.ts';
import type {KnownServer} from './known-server.ts';
import {reject, type Observation} from './observation.ts';

/**
 * Reads a server's whole inventory, page by page, and hands it out. Never rejects.
 * @param failures times before, in a row, that it did not answer
 */
export async function takeInventory(
	link: Link,
	observation: Observation,
	known: KnownServer,
	{failures, signal}: {readonly failures: number; readonly signal: AbortSignal},
): Promise<InventoryOutcome> {
	const reading = {link, observation, known, timeoutMs: pageTimeoutMs(failures), signal};
	try {
		const cost = await takePages(reading, known.needsProof());
		return cost ?? (await takePages(reading, true)) ?? 'void';
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

		reject(observation, subjectOf(known), error.message);
		return 'void';
	}
}

/**
 * How long a server may take for one page, in ms: 3,000 groups take 0.1 to 0.4 s where it has nothing else to do. One that
 * takes longer, or is behind a slow line, is given twice the time with each further try: what comes too late is lost.
 */
export function pageTimeoutMs(failures: number): number {
	return Math.min(15_000 * 2 ** failures, 120_000);
}

type Reading = {
	readonly link: Link;
	readonly observation: Observation;
	readonly known: KnownServer;
	readonly timeoutMs: number;
	readonly signal: AbortSignal;
};

/**
 * @param withConfiguration distinguishes a one-replica group from one that has not started
 * @returns undefined where the server's claims can only be judged with its configurations
 */
async function takePages(
	reading: Reading,
	withConfiguration: boolean,
): Promise<InventoryCost | undefined> {
	const {observation, known, signal} = reading;
	const {roster} = observation;
	const before210 = !supports(known.identity.version, 'wholeInventory');
	// Elections report later changes.
	const isFirst = known.pageAccounts === undefined;
	const options = {
		nameOfNode: roster.nameOfNode,
		isAway: roster.isAway,
		withFollowed: before210 || (isFirst && roster.isAnybodyAway),
	};
	const cost = {wireBytes: 0, rawBytes: 0, answerMs: 0};
	const startedAt = steadyNow();
	const digest = before210 ? new InventoryDigest(startedAt) : undefined;
	let accounts = 0;
	let unstarted = 0;
	for await (const page of pagesOf(reading, withConfiguration, options)) {
		const {inventory} = page;
		if (!withConfiguration && isDoubtful(known, inventory)) {
			return undefined;
		}

		unstarted += inventory.unstarted;
		accounts += inventory.accounts.length;
		cost.wireBytes += page.wireBytes;
		cost.rawBytes += page.rawBytes;
		cost.answerMs += page.answerMs;
		await handOut(observation, known, page, signal);
		digest?.add(inventory);
		if (page.completes) {
			complete(observation, known, {inventory, startedAt, unstarted, digest});
		}
	}

	known.pageAccounts = nextPageAccounts(accounts, cost.rawBytes);
	return cost;
}

type Page = InventoryCost & {
	/** Epoch in ms. */
	readonly askedAt: number;
	readonly inventory: Inventory;
	/** It is the last one, and no account came or went while they were read. */
	readonly completes: boolean;
};

/** @throws NoAnswerError, UndecodableError, or the reason of the signal */
async function* pagesOf(
	{link, observation, known, timeoutMs, signal}: Reading,
	withConfiguration: boolean,
	options: InventoryOptions,
): AsyncGenerator<Page> {
	const {summary, pageAccounts} = known;
	// Servers that page in no order are asked for everything at once.
	let limit =
		summary?.accounts === undefined ? everything : (pageAccounts ?? firstPageAccounts(summary));
	let offset = 0;
	let accountsAtFirst: number | undefined;
	for (;;) {
		const askedAt = steadyNow();
		const reply = await link.ask(
			subjectOf(known),
			JSON.stringify({
				accounts: true,
				streams: true,
				consumer: true,
				config: withConfiguration,
				offset,
				limit,
			}),
			{timeoutMs, signal, compressed: true},
		);
		const answerMs = steadyNow() - askedAt;
		const {value, wireBytes, rawBytes} = await readReply(reply);
		const inventory = await readInventory(observation.names.apply(value), options);
		signal.throwIfAborted();
		const {accounts} = inventory.summary;
		accountsAtFirst ??= accounts;
		offset += limit;
		const isLast = accounts === undefined || offset >= accounts;
		const completes = isLast && accounts === accountsAtFirst;
		yield {askedAt, inventory, wireBytes, rawBytes, answerMs, completes};
		if (isLast) {
			return;
		}

		limit = nextPageAccounts(limit, rawBytes);
	}
}

function subjectOf({identity}: KnownServer): string {
	return `$SYS.REQ.SERVER.${identity.id}.JSZ`;
}

/** How many accounts fill a page, going by the last one. */
function nextPageAccounts(accounts: number, rawBytes: number): number {
	const fitting = Math.floor((accounts * pageBytes) / Math.max(rawBytes, 1));
	return Math.min(Math.max(fitting, 1), 2 * Math.max(accounts, 1), 1024);
}

/** How many accounts fill a first page, going by what the server hosts in all of them. */
function firstPageAccounts({accounts = 1, hosted}: JetStreamSummary): number {
	return nextPageAccounts(accounts, (hosted.streams + hosted.consumers) * groupBytes);
}

/**
 * Unpacked: what a server puts together, and this process parses, within some ms. An account cannot be split: a larger one
 * is a page of its own.
 */
const pageBytes = 500_000;

/** What a group takes in an inventory, unpacked. */
const groupBytes = 550;

const everything = 1_000_000;

/** Signs that the server is starting, next to claims that could come from that. */
function isDoubtful({trust}: KnownServer, {summary, unproven, leaderless}: Inventory): boolean {
	const missesMetaLeader = summary.meta !== undefined && summary.meta.leader === undefined;
	return trust !== 'trusted' && unproven > 0 && (missesMetaLeader || leaderless.length > 0);
}

/** Groups handed out at a time; in between others have their turn. */
const groupsAtATime = 500;

async function handOut(
	observation: Observation,
	known: KnownServer,
	{askedAt, inventory}: Page,
	signal: AbortSignal,
): Promise<void> {
	const {emit, ledger, accountNames} = observation;
	const {led, leaderless, accounts, malformed} = inventory;
	const server = known.identity.name;
	for (const {id, name} of accounts) {
		accountNames.meet(id, name);
	}

	known.hosted = inventory.summary.hosted;
	ledger.abandoned(server, leaderless, askedAt);
	for (let from = 0; from === 0 || from < led.length; from += groupsAtATime) {
		await breathe();
		signal.throwIfAborted();
		report(observation, server, led.slice(from, from + groupsAtATime), {
			askedAt,
			leaderless: from === 0 ? leaderless : [],
		});
	}

	// Groups whose leaders do not answer, where nothing else is known of them.
	const orphaned = inventory.orphaned.filter(({key}) => !ledger.get(key));
	for (const leader of new Set(orphaned.flatMap(({leader = []}) => leader))) {
		const lost = orphaned.filter(group => group.leader === leader);
		report(observation, leader, lost, {askedAt, leaderless: []});
	}

	if (malformed > 0) {
		reject({emit}, subjectOf(known), `${malformed} entries without a name`);
	}
}

function report(
	{emit, ledger}: Observation,
	server: string,
	led: Inventory['led'],
	{askedAt, leaderless}: {readonly askedAt: number; readonly leaderless: Inventory['leaderless']},
): void {
	for (const {key, kind} of led) {
		ledger.reported({key, kind, leader: server}, askedAt);
	}

	emit({type: 'groups-reported', at: steadyNow(), askedAt, server, led, leaderless});
}

type Completion = {
	/** The last page. */
	readonly inventory: Inventory;
	readonly startedAt: number;
	readonly unstarted: number;
	readonly digest: InventoryDigest | undefined;
};

function complete(
	{emit, ledger, roster, otherServersReports}: Observation,
	known: KnownServer,
	{inventory, startedAt, unstarted, digest}: Completion,
): void {
	const {name} = known.identity;
	const isStarting =
		unstarted > 0 || (known.trust !== 'trusted' && known.awaitsMetaLeader(inventory.summary.meta));
	known.trust = isStarting ? 'starting' : 'trusted';
	// A life that has ended completes nothing.
	if (isStarting || roster.get(name) !== known) {
		return;
	}

	ledger.completed(name, startedAt);
	if (digest) {
		for (const [server, groups] of otherServersReports.noted(name, digest)) {
			const what = groups === 1 ? 'a group' : `${groups} groups`;
			const reason = `it leaves out ${what} that other servers say it leads`;
			reject({emit}, `the inventory of ${server}`, reason);
			emit({type: 'look-doubted', at: steadyNow(), server});
		}
	} else {
		// It was older before.
		otherServersReports.forget(name);
	}

	if (!otherServersReports.isDoubted(name)) {
		emit({type: 'look-completed', at: steadyNow(), askedAt: startedAt, server: name});
	}
}
