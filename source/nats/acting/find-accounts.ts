import pLimit from 'p-limit';
import type {Surroundings} from '../access/access-request.ts';
import {targetsOfContexts, type ActingTarget} from '../access/act-as.ts';
import type {ConnectionTarget} from '../access/connection-target.ts';
import {openConnection} from '../access/open-connection.ts';
import {answersAsSystemAccount, identify} from '../client/identify.ts';
import {Link, NoAnswerError, UnheardAnswersError} from '../client/link.ts';

/** A connection for stepping down the leaders of one account. */
export type ActAs = {
	/** The account's name or id. */
	readonly account: string;
	readonly target: ConnectionTarget;
};

/**
 * Asks the servers which account a connection for acting belongs to, where it was not said.
 * @throws ConnectError, UnknownAccountError, or the reason of the signal
 */
export async function findAccount(
	{account, target}: ActingTarget,
	signal?: AbortSignal,
): Promise<ActAs> {
	if (account !== undefined) {
		return {account, target};
	}

	return overConnection(target, signal, async link => {
		try {
			await link.checkAnswers();
		} catch (cause) {
			throw cause instanceof UnheardAnswersError
				? new UnknownAccountError(target.label, cause.message, {cause})
				: cause;
		}

		const user = await identify(link, target, signal);
		if (user?.account === undefined) {
			throw new UnknownAccountError(
				target.label,
				'the servers do not report its account: pass --act-as ACCOUNT=…',
			);
		}

		return {account: user.account, target};
	});
}

/** It cannot be found out whose account it is: servers before 2.10 do not know the question. */
export class UnknownAccountError extends Error {
	override readonly name = 'UnknownAccountError';

	constructor(label: string, reason: string, options?: ErrorOptions) {
		super(`--act-as ${label}: ${reason}`, options);
	}
}

/**
 * Tries every context of this user and keeps those that lead to the same servers as the main connection, one an account.
 * Contexts that are broken, refused, away, of other servers or of the main connection's own account are passed over.
 * @throws ConnectError when the main connection cannot be made, or the reason of the signal
 */
export async function contextsForActing(
	main: ConnectionTarget,
	world: Surroundings,
): Promise<readonly ActAs[]> {
	const {signal} = world;
	return overConnection(main, signal, async link => {
		const here = await arrivalOver(link, main, signal);
		const isOurs = isOfSystem(link, main);
		const isHere = (await answersAsSystemAccount(link, main, signal))
			? async ({id}: Arrival) => id !== undefined && (await isOurs(id, signal)) === true
			: async (arrival: Arrival) => isAlike(here, arrival);
		const accounts = await pLimit(concurrency).map(
			await targetsOfContexts(main, world),
			async target => {
				try {
					const arrival = await overConnection(target, signal, async other =>
						arrivalOver(other, target, signal),
					);
					return {target, account: (await isHere(arrival)) ? arrival.account : undefined};
				} catch {
					return {target, account: undefined};
				}
			},
		);

		signal?.throwIfAborted();
		const kept = new Map<string, ActAs>();
		for (const {target, account} of accounts) {
			if (account !== undefined && account !== here.account && !kept.has(account)) {
				kept.set(account, {account, target});
			}
		}

		return [...kept.values()];
	});
}

/** Connections that are tried at the same time. */
const concurrency = 4;

/** Where a connection arrived, and as whom. */
type Arrival = {
	/** Of the server. */
	readonly id: string | undefined;
	readonly cluster: string | undefined;
	readonly account: string | undefined;
};

async function arrivalOver(
	link: Link,
	target: ConnectionTarget,
	signal: AbortSignal | undefined,
): Promise<Arrival> {
	const user = await identify(link, target, signal);
	const {info} = link.connection;
	return {id: info?.server_id, cluster: info?.cluster, account: user?.account};
}

/** The best comparison without the system account. */
function isAlike(here: Arrival, {id, cluster}: Arrival): boolean {
	return cluster === undefined ? id === here.id : cluster === here.cluster;
}

async function overConnection<Result>(
	target: ConnectionTarget,
	signal: AbortSignal | undefined,
	work: (link: Link) => Promise<Result>,
): Promise<Result> {
	const connection = await openConnection(target, signal);
	try {
		return await work(new Link(connection, target.inboxPrefix));
	} finally {
		await connection.close();
	}
}

/**
 * Finds out whether the system account reaches a server. Cluster names prove nothing: they repeat.
 * @param link a connection to the system account
 * @returns a function of the server's id, from its greeting. Undefined where that cannot be found out now, or not with the
 * rights of this user. Throws the reason of the signal.
 */
export function isOfSystem(link: Link, {timeoutMs}: Pick<ConnectionTarget, 'timeoutMs'>) {
	return async (serverId: string, signal?: AbortSignal): Promise<boolean | undefined> => {
		try {
			await link.ask(`$SYS.REQ.SERVER.${serverId}.JSZ`, '{}', {timeoutMs, signal});
			return true;
		} catch (error) {
			signal?.throwIfAborted();
			return error instanceof NoAnswerError && error.isUnheard ? false : undefined;
		}
	};
}
