import type {MoveOptions} from '../flags/move-flags.ts';
import {meantBy} from '../../domain/nearest-name.ts';
import {listed} from '../../domain/words.ts';
import {whyUnseen} from '../../session/coverage.ts';
import {UnseenError, UsageError} from '../../session/errors.ts';
import type {MoveTask} from '../../session/make-offer.ts';
import type {ClusterView} from '../../state/cluster-view.ts';

/**
 * The name of the cluster to plan for.
 * @throws UnseenError when no server, or no such cluster, answered, or it has no JetStream; UsageError when several
 * clusters are there, or the flags name a server or an account that is not there, or a server of another cluster
 */
export function findTarget(
	view: ClusterView,
	task: MoveTask,
	{cluster, accounts = [], cordon}: Pick<MoveOptions, 'cluster' | 'accounts' | 'cordon'>,
): string {
	if (view.servers.size === 0) {
		throw new UnseenError(whyUnseen(view));
	}

	const found = task.type === 'drain' ? clusterOf(view, task.server) : onlyCluster(view, cluster);
	if (cluster !== undefined && !view.clusters.has(cluster)) {
		const names = [...view.clusters.keys()].join(', ');
		throw new UnseenError(`there is no cluster ${cluster}; the clusters are ${names}`);
	}

	if (cluster !== undefined && found !== cluster) {
		throw new UsageError(`the server belongs to cluster ${found}, not to ${cluster}`);
	}

	if (view.clusters.get(found)?.jetStream === false) {
		throw new UnseenError(`cluster ${found} has no JetStream: there is nothing to ${task.type}`);
	}

	for (const why of accounts.flatMap(name => view.accountAmbiguity(name) ?? [])) {
		throw new UsageError(`--account: ${why}`);
	}

	const known = new Set(
		[...view.groups.values()].flatMap(({account, accountId}) => [account, accountId]),
	);
	const stranger = accounts.find(name => !known.has(name));
	if (stranger !== undefined) {
		throw new UsageError(`--account: no stream of an account ${stranger} was seen`);
	}

	const outsider = cordon.find(server => clusterOf(view, server) !== found);
	if (outsider !== undefined) {
		throw new UsageError(`--cordon: the server ${outsider} does not belong to cluster ${found}`);
	}

	const members = [...view.servers.values()].filter(server => server.cluster === found);
	if (members.every(({name}) => cordon.includes(name))) {
		throw new UsageError(`--cordon names all servers of cluster ${found}: none is left to lead`);
	}

	return found;
}

function clusterOf(view: ClusterView, server: string): string {
	const known = view.servers.get(server);
	if (!known) {
		const names = [...view.servers.keys()].sort();
		throw new UsageError(
			`there is no server ${server}${meantBy(server, names)}; the servers are ${names.join(', ')}`,
		);
	}

	return known.cluster;
}

function onlyCluster(view: ClusterView, wanted: string | undefined): string {
	if (wanted !== undefined) {
		return wanted;
	}

	const names = [...view.clusters.values()]
		.filter(({jetStream}) => jetStream)
		.map(({name}) => name);
	const [first] = names;
	if (first === undefined) {
		const seen = [...view.servers.keys()].sort();
		throw new UnseenError(`no JetStream on ${listed(seen)}: there is nothing to balance`);
	}

	if (names.length > 1) {
		throw new UsageError(`there are several clusters: --cluster takes one of ${names.join(', ')}`);
	}

	return first;
}
