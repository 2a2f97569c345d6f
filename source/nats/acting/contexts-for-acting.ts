import pLimit from 'p-limit';
import {allContexts} from '../access/all-contexts.ts';
import type {Surroundings} from '../access/access-request.ts';
import type {ConnectionTarget} from '../access/connection-target.ts';
import {connectTo} from '../connect-to.ts';
import {identify} from '../identify.ts';
import {Link} from '../link.ts';
import type {ActAs} from './account-connection.ts';

/** Connections that are tried at the same time. */
const concurrency = 4;

/** Where a connection arrived, and as whom. */
type Arrival = {readonly cluster: string | undefined; readonly account: string | undefined};

/**
 * Tries every context of this user and keeps those that arrive at the same cluster as the main connection, one an
 * account. Contexts that are broken, refused, away or of another cluster are passed over.
 * @throws ConnectError when the main connection cannot be made
 */
export async function contextsForActing(
	main: ConnectionTarget,
	world: Surroundings,
): Promise<readonly ActAs[]> {
	const here = await arrivalOf(main, world.signal);
	const contexts = await allContexts(main, world);
	const targets = contexts.flatMap(context => (context.type === 'usable' ? [context.target] : []));
	const arrivals = await pLimit(concurrency).map(targets, async target => ({
		target,
		arrival: await arrivalOf(target, world.signal).catch(() => undefined),
	}));

	const kept = new Map<string, ActAs>();
	for (const {target, arrival} of arrivals) {
		const {account, cluster} = arrival ?? {};
		if (account !== undefined && cluster === here.cluster && !kept.has(account)) {
			kept.set(account, {account, target});
		}
	}

	return [...kept.values()];
}

async function arrivalOf(target: ConnectionTarget, signal?: AbortSignal): Promise<Arrival> {
	const connection = await connectTo(target, signal);
	try {
		const user = await identify(new Link(connection), target, signal);
		return {cluster: connection.info?.cluster, account: user?.account};
	} finally {
		await connection.close();
	}
}
