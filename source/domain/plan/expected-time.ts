import {supports} from '../server-version.ts';
import type {Server} from '../server.ts';
import type {Plan} from './plan.ts';

/** Measured on nats-server 2.15 with three servers on two cores: 1,000 step-downs in 2.3 s. */
const electionsPerSecond = 430;

/**
 * From request to advisory, measured: 20 to 35 ms on 2.15 with one at a time, some 80 with sixteen in flight on a machine
 * that runs all servers; 265 ms on 2.9 and 2.10.
 */
const usualElectionMs = {directed: 80, undirected: 265};

/** What one server carries out, measured: four a second on 2.9.10, fifty on 2.10.27. */
const perServer = {serial: 4, parallel: 50};

/** How long others who move leaders have to object before the first request. */
const claimMs = 150;

/**
 * How long a plan takes to carry out, in ms: what the slowest of its leaders, the pace and the cluster as a whole allow,
 * begun with few in flight. An estimate.
 * @param electionMs how long elections took here lately, from request to advisory; undefined when none was seen
 */
export function expectedTime(
	{moves, stepDowns, expectedRequests}: Pick<Plan, 'moves' | 'stepDowns' | 'expectedRequests'>,
	servers: ReadonlyMap<string, Server>,
	{maxInFlight, ratePerSecond = Infinity}: Pace,
	electionMs?: number,
): number {
	if (stepDowns === 0) {
		return 0;
	}

	const requestsPerMove = expectedRequests / stepDowns;
	const slowest = Math.max(
		...Array.from(countBy(moves.map(({from}) => from)), ([source, count]) => {
			return (count * requestsPerMove) / speedOf(servers.get(source)?.version ?? '');
		}),
	);
	const isUndirected = moves.some(({to}) => to === undefined);
	const roundTripMs =
		electionMs ?? (isUndirected ? usualElectionMs.undirected : usualElectionMs.directed);
	const atMost = Math.min(electionsPerSecond, ratePerSecond);
	const inFlight = Math.max(1, Math.min(maxInFlight, inFlightPerServer / busiestShare(moves)));
	return (
		claimMs +
		Math.max(
			roundTripMs + 1000 * Math.max(slowest, expectedRequests / atMost),
			timeInRounds(expectedRequests, inFlight, roundTripMs),
		)
	);
}

/** How long so many requests take, in ms, when elections are all that is waited for. */
function timeInRounds(requests: number, inFlight: number, roundTripMs: number): number {
	let left = requests;
	let window = Math.min(firstInFlight, inFlight);
	let rounds = 0;
	while (left > window && window < inFlight) {
		left -= window;
		window = Math.min(inFlight, 2 * window);
		rounds++;
	}

	return roundTripMs * (rounds + Math.max(1, left / window));
}

/** The share of the moves that touch the server which most of them touch. */
function busiestShare(moves: Plan['moves']): number {
	const touched = moves.flatMap(({from, to}) => (to === undefined ? [from] : [from, to]));
	return Math.max(...countBy(touched).values()) / moves.length;
}

function countBy(names: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const name of names) {
		counts.set(name, (counts.get(name) ?? 0) + 1);
	}

	return counts;
}

/** Step-downs a second that a server of this version carries out. */
function speedOf(version: string): number {
	if (supports(version, 'directedStepDown')) {
		return electionsPerSecond;
	}

	return supports(version, 'parallelStepDowns') ? perServer.parallel : perServer.serial;
}

/** How fast a plan is carried out. */
export type Pace = {
	/** Step-downs between request and election, in the whole cluster. */
	readonly maxInFlight: number;
	/** Requests a second; undefined: as fast as elections come back. */
	readonly ratePerSecond: number | undefined;
};

/**
 * The pace unless another one is wanted: as much as elections bear, while they stay fast. Measured on nats-server 2.15 with
 * all servers and much else on two cores: the more elections are under way together, the less each one costs the
 * servers (3.1 ms of CPU with 16, 2.7 with 64, 1.7 with some 200), and 1,000 took 5.8, 3.8 and 2.6 s with 16, 64 and 128.
 */
export const fullPace: Pace = {maxInFlight: 128, ratePerSecond: undefined};

/** The most in flight at one server that loses or is to get a leader. After a restart nearly all of them are to get to one. */
export const inFlightPerServer = 128;

/** What a run begins with; while elections are fast there may be twice as many in flight after each round trip. */
export const firstInFlight = 8;
