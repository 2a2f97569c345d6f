import type {Cluster} from '../cluster.ts';
import {AccessError} from '../nats/access/access-errors.ts';
import type {AccessRequest, Surroundings} from '../nats/access/access-request.ts';
import {Secret} from '../nats/access/secret.ts';
import {UsageError} from './usage-error.ts';

/**
 * Connects to servers whose addresses are known, user info included.
 * @param url of the system account
 * @param actAs as `--act-as` takes it
 */
export async function openClusterAt(url: string, actAs: readonly string[]): Promise<Cluster> {
	const request: AccessRequest = {
		flags: {url: {text: new Secret(url), place: 'the address'}},
		variables: {},
		context: undefined,
		noContext: true,
		connectionName: undefined,
		timeoutMs: 5000,
	};
	return openCluster(request, {named: actAs, contexts: false}, {env: {}});
}

type ActingAs = {
	/** As `--act-as` takes them. */
	readonly named: readonly string[];
	/** Whether all contexts are tried, too. */
	readonly contexts: boolean;
};

/**
 * Connects to the cluster that flags, variables and contexts name.
 * @throws UsageError when they cannot be used, ConnectError when no server can be reached that way
 */
export async function openCluster(
	request: AccessRequest,
	{named, contexts}: ActingAs,
	world: Surroundings,
): Promise<Cluster> {
	const [{resolveTarget}, {resolveActAs}, {findAccount}, {contextsForActing}, {openNatsCluster}] =
		await Promise.all([
			import('../nats/access/resolve-target.ts'),
			import('../nats/access/act-as.ts'),
			import('../nats/acting/find-account.ts'),
			import('../nats/acting/contexts-for-acting.ts'),
			import('../nats/open-nats-cluster.ts'),
		]);
	try {
		const target = await resolveTarget(request, world);
		const acting = await Promise.all(
			named.map(async text => findAccount(await resolveActAs(text, target, world))),
		);
		const found = contexts ? await contextsForActing(target, world) : [];
		return await openNatsCluster({target, actAs: [...acting, ...found]});
	} catch (error) {
		throw error instanceof AccessError ? new UsageError(error.message, {cause: error}) : error;
	}
}
