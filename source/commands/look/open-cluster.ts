import type {Cluster} from '../../cluster.ts';
import {AccessError} from '../../nats/access/access-errors.ts';
import type {AccessRequest, Surroundings} from '../../nats/access/access-request.ts';
import {Secret} from '../../nats/access/secret.ts';
import type {CommandContext} from '../cli/command.ts';
import {textFlags} from '../cli/flag-values.ts';
import {UsageError} from '../cli/usage-error.ts';
import {accessRequest} from '../flags/connection-flags.ts';

/**
 * Connects to the cluster that flags, variables and contexts name.
 * @throws UsageError when they cannot be used, ConnectError when nobody can be reached that way
 */
export async function openCluster(context: CommandContext): Promise<Cluster> {
	const {flags, env} = context;
	return open(accessRequest(context), textFlags(flags, 'actAs'), {env, ...asking(context)});
}

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
	return open(request, actAs, {env: {}});
}

async function open(
	request: AccessRequest,
	actAs: readonly string[],
	surroundings: Surroundings,
): Promise<Cluster> {
	const [{resolveTarget}, {resolveActAs}, {findAccount}, {openNatsCluster}] = await Promise.all([
		import('../../nats/access/resolve-target.ts'),
		import('../../nats/access/act-as.ts'),
		import('../../nats/acting/find-account.ts'),
		import('../../nats/open-nats-cluster.ts'),
	]);
	try {
		const target = await resolveTarget(request, surroundings);
		const acting = await Promise.all(
			actAs.map(async text => findAccount(await resolveActAs(text, target, surroundings))),
		);
		return await openNatsCluster({target, actAs: acting});
	} catch (error) {
		throw error instanceof AccessError ? new UsageError(error.message, {cause: error}) : error;
	}
}

/** A password is asked for only where somebody can type it. */
function asking({stdin, stderr}: CommandContext): Pick<Surroundings, 'askPassword'> {
	if (!stdin.isTTY || !stderr.isTTY) {
		return {};
	}

	return {
		async askPassword() {
			const {askSecret} = await import('../../nats/access/ask-secret.ts');
			return askSecret({prompt: 'Password: ', input: stdin, output: stderr});
		},
	};
}
