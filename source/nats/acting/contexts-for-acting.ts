import pLimit from 'p-limit';
import {targetsOfContexts} from '../access/act-as.ts';
import type {Surroundings} from '../access/access-request.ts';
import type {ConnectionTarget} from '../access/connection-target.ts';
import {openConnection} from '../access/open-connection.ts';
import {answersAsSystemAccount, identify} from '../client/identify.ts';
import {Link} from '../client/link.ts';
import type {ActAs} from './account-connection.ts';
import {isOfSystem} from './is-of-system.ts';

/** Connections that are tried at the same time. */
const concurrency = 4;

/** Where a connection arrived, and as whom. */
type Arrival = {
	/** Of the server. */
	readonly id: string | undefined;
	readonly cluster: string | undefined;
	readonly account: string | undefined;
};

/**
 * Tries every context of this user and keeps those that arrive at the same servers as the main connection, one an
 * account. Contexts that are broken, refused, away, of other servers or of the main connection's own account are passed
 * over.
 * @throws ConnectError when the main connection cannot be made, or the reason of the signal
 */
export async function contextsForActing(
	main: ConnectionTarget,
	world: Surroundings,
): Promise<readonly ActAs[]> {
	const {signal} = world;
	const link = new Link(await openConnection(main, signal), main.inboxPrefix);
	try {
		const here = await arrivalOver(link, main, signal);
		const isHere = (await answersAsSystemAccount(link, main, signal))
			? async ({id}: Arrival) =>
					id !== undefined && (await isOfSystem(link, main)(id, signal)) === true
			: (arrival: Arrival) => isAlike(here, arrival);
		const targets = await targetsOfContexts(main, world);
		const arrivals = await pLimit(concurrency).map(targets, async target => {
			const arrival = await arrivalOf(target, signal).catch(() => undefined);
			return {target, account: arrival && (await isHere(arrival)) ? arrival.account : undefined};
		});

		signal?.throwIfAborted();
		const kept = new Map<string, ActAs>();
		for (const {target, account} of arrivals) {
			if (account !== undefined && account !== here.account && !kept.has(account)) {
				kept.set(account, {account, target});
			}
		}

		return [...kept.values()];
	} finally {
		await link.connection.close();
	}
}

/** As much as can be told without the system account. */
function isAlike(here: Arrival, {id, cluster}: Arrival): boolean {
	return cluster === undefined ? id === here.id : cluster === here.cluster;
}

async function arrivalOf(target: ConnectionTarget, signal?: AbortSignal): Promise<Arrival> {
	const connection = await openConnection(target, signal);
	try {
		return await arrivalOver(new Link(connection, target.inboxPrefix), target, signal);
	} finally {
		await connection.close();
	}
}

async function arrivalOver(
	link: Link,
	target: ConnectionTarget,
	signal?: AbortSignal,
): Promise<Arrival> {
	const user = await identify(link, target, signal);
	const {info} = link.connection;
	return {id: info?.server_id, cluster: info?.cluster, account: user?.account};
}
