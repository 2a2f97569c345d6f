import {supports} from '../server-version.ts';
import type {Server} from '../server.ts';
import type {Plan} from './plan.ts';

/** Measured on nats-server 2.15 with three servers on two cores: 1,000 step-downs in 2.3 s. */
const electionsPerSecond = 430;

/** From request to advisory: on 2.15 with sixteen in flight, and on 2.9 and 2.10. */
const usualElectionMs = {directed: 80, undirected: 265};

/** What one server carries out, measured: four a second on 2.9.10, fifty on 2.10.27. */
const perServer = {serial: 4, parallel: 50};

/** How long others have to object to a claim before the first request. */
const claimMs = 150;

/**
 * Estimates how long a plan takes, in ms: what the slowest of its leaders, the pace and the cluster as a whole allow,
 * starting with few in flight.
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

/** How long so many requests take, in ms, when only elections take time. */
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

/** The default pace: the more elections run together, the less each one costs the servers. */
export const fullPace: Pace = {maxInFlight: 128, ratePerSecond: undefined};

/** The most in flight at one server that loses or gets a leader. After a restart nearly all go to one. */
export const inFlightPerServer = 128;

/** The first window of a run; it doubles with each round trip while elections stay fast. */
export const firstInFlight = 8;
