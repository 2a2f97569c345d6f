import type {Cluster} from '../cluster.ts';
import {AccessError, type AccessRequest, type Surroundings} from '../nats/access/access-request.ts';
import {Secret} from '../nats/access/secret.ts';
import type {SimulatedCluster} from '../sim/simulate-cluster.ts';
import type {Replay} from '../recording/replay.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {createStore} from '../state/store.ts';
import {systemClock} from '../time/clock.ts';
import {UsageError} from './errors.ts';

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
	/** As `--act-as-inbox-prefix` takes them. */
	readonly inboxPrefixes?: readonly string[];
};

/**
 * Connects to the cluster that flags, variables and contexts name.
 * @throws UsageError when they cannot be used, ConnectError when no server can be reached that way
 */
export async function openCluster(
	request: AccessRequest,
	{named, contexts, inboxPrefixes}: ActingAs,
	world: Surroundings,
): Promise<Cluster> {
	const [{resolveTarget}, {resolveActAs}, {findAccount, contextsForActing}, {openNatsCluster}] =
		await Promise.all([
			import('../nats/access/resolve-target.ts'),
			import('../nats/access/act-as.ts'),
			import('../nats/acting/find-accounts.ts'),
			import('../nats/open-nats-cluster.ts'),
		]);
	try {
		const target = await resolveTarget(request, world);
		const acting = await Promise.all(
			named.map(async text => findAccount(await resolveActAs(text, target, world, inboxPrefixes))),
		);
		const found = contexts ? await contextsForActing(target, world) : [];
		return await openNatsCluster({target, actAs: [...acting, ...found]});
	} catch (error) {
		throw error instanceof AccessError ? new UsageError(error.message, {cause: error}) : error;
	}
}

type SimulationSize = {
	readonly servers: number | undefined;
	readonly streams: number | undefined;
	readonly consumersPerStream: number | undefined;
};

/**
 * A cluster that exists only in this process.
 * @throws UsageError for a scenario that is not there
 */
export async function openSimulated(
	{
		scenario = 'restart',
		seed = 1,
	}: {readonly scenario: string | undefined; readonly seed: number | undefined},
	size: SimulationSize,
): Promise<SimulatedCluster> {
	const [{simulateCluster}, {scenarios}] = await Promise.all([
		import('../sim/simulate-cluster.ts'),
		import('../sim/scenarios.ts'),
	]);
	if (!isScenario(scenario)) {
		throw new UsageError(`--scenario takes one of ${Object.keys(scenarios).join(', ')}`);
	}

	function isScenario(name: string): name is keyof typeof scenarios {
		return Object.hasOwn(scenarios, name);
	}

	return simulateCluster({...size, scenario, seed, scheduler: systemClock});
}

/**
 * Opens a recording to be replayed.
 * @throws UsageError when it cannot be read
 */
export async function openReplayed(file: string, speed: number | undefined): Promise<Replay> {
	const [{openRecording}, {openReplay}, {RecordingError}] = await Promise.all([
		import('../recording/reader.ts'),
		import('../recording/replay.ts'),
		import('../recording/recording-error.ts'),
	]);
	try {
		return openReplay({recording: await openRecording(file), clock: systemClock, speed});
	} catch (error) {
		throw error instanceof RecordingError ? new UsageError(error.message, {cause: error}) : error;
	}
}

/** How it was at a time, epoch in ms; at the end unless given. */
export async function seeRecorded(replay: Replay, at: number | undefined): Promise<ClusterView> {
	const store = createStore();
	replay.onRestore(store.restore);
	replay.watch(store.apply);
	replay.pause();
	await replay.toTime(at ?? replay.state().endsAt);
	return store.view;
}
