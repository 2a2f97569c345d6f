import type {Server} from '../server.ts';
import {supports} from '../server-version.ts';
import type {Plan} from './plan.ts';

export type Pace = {
	readonly maxInFlight: number;
	/** Undefined: as fast as elections come back. */
	readonly ratePerSecond: number | undefined;
};

/** Measured on nats-server 2.15 with three servers on two cores: 1,000 step-downs in 2.3 s. */
const electionsPerSecond = 430;

/** From request to advisory, measured with one at a time: 20 to 35 ms on 2.15, 265 ms on 2.9 and 2.10. */
const electionMs = {directed: 30, undirected: 265};

/** What one server carries out, measured: four a second on 2.9.10, fifty on 2.10.27. */
const perServer = {serial: 4, parallel: 50};

/** How long a plan takes to carry out, in ms: what the slowest of its leaders, the pace and the cluster as a whole allow. An estimate. */
export function expectedTime(
	{moves, stepDowns, expectedRequests}: Pick<Plan, 'moves' | 'stepDowns' | 'expectedRequests'>,
	servers: ReadonlyMap<string, Server>,
	{maxInFlight, ratePerSecond = Infinity}: Pace,
): number {
	if (stepDowns === 0) {
		return 0;
	}

	const requestsPerMove = expectedRequests / stepDowns;
	const bySource = new Map<string, number>();
	for (const {from} of moves) {
		bySource.set(from, (bySource.get(from) ?? 0) + 1);
	}

	const slowest = Math.max(
		...Array.from(bySource, ([source, count]) => {
			return (count * requestsPerMove) / speedOf(servers.get(source)?.version ?? '');
		}),
	);
	const isUndirected = moves.some(({to}) => to === undefined);
	const roundTripMs = isUndirected ? electionMs.undirected : electionMs.directed;
	const together = Math.min(electionsPerSecond, ratePerSecond, (maxInFlight * 1000) / roundTripMs);
	return roundTripMs + 1000 * Math.max(slowest, expectedRequests / together);
}

/** Step-downs a second that a server of this version carries out. */
function speedOf(version: string): number {
	if (supports(version, 'directedStepDown')) {
		return electionsPerSecond;
	}

	return supports(version, 'parallelStepDowns') ? perServer.parallel : perServer.serial;
}
