// Watches a fleet over the wire as `leadertop watch` does, without a screen: what comes in, and what it costs.
import {writeFile} from 'node:fs/promises';
import {monitorEventLoopDelay} from 'node:perf_hooks';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {connect} from 'nats';
import {openClusterAt} from '../../source/session/open-cluster.ts';
import {isComplete} from '../../source/session/see-once.ts';
import {createStore} from '../../source/state/store.ts';
import {orderSubject, type FleetOrder, type FleetTruth} from '../../test/fleet/fleet-options.ts';
import {queuedMs} from '../cpu-time.ts';
import type {Phase, WatchedFleetOrder, WatchedFleetResult} from '../watched-fleet.ts';

const {resultFile, port, url, calmMs, restMs, elections, overMs, churnPerSecond} = JSON.parse(
	process.argv[2] ?? '',
) as WatchedFleetOrder;

/** A timer of its own, which costs some 2.6 % of a core: it does not run where CPU at rest is measured. */
const delay = monitorEventLoopDelay({resolution: 1});
delay.enable();
const cluster = await openClusterAt(url, []);
const store = createStore();
let completeMs = 0;
const start = await phase(async () => {
	cluster.watch(store.apply);
	await until(() => isComplete(store.view));
	completeMs = performance.now();
});
await sleep(calmMs);
delay.disable();
const rest = await phase(async () => sleep(restMs));
delay.enable();
const {delayP99Ms, delayMaxMs} = await phase(async () => sleep(restMs));

const ordering = await connect({servers: `127.0.0.1:${port}`, user: 'sys', pass: 'sys'});
const flood = await phase(async () => {
	await order({type: 'elect', elections, overMs});
});
await sleep(calmMs);
const wrong = wrongLeaders(await order<FleetTruth>({type: 'truth'}));
// What comes first costs most: it is looked at at once.
await order({type: 'churn', streams: (churnPerSecond * calmMs) / 1000, overMs: calmMs});
const churn = await phase(async () => {
	await order({type: 'churn', streams: (churnPerSecond * restMs) / 1000, overMs: restMs});
});
const result: WatchedFleetResult = {
	completeMs,
	start,
	rest: {...rest, delayP99Ms, delayMaxMs},
	flood,
	churn,
	wrongLeaders: wrong,
};
await Promise.all([ordering.close(), cluster.close()]);
await writeFile(resultFile, JSON.stringify(result));

async function phase(during: () => Promise<void>): Promise<Phase> {
	delay.reset();
	const before = {
		at: performance.now(),
		cpu: process.cpuUsage(),
		cost: cluster.cost(),
		queued: queuedMs(),
	};
	await during();
	const {user, system} = process.cpuUsage(before.cpu);
	const cost = cluster.cost();
	return {
		elapsedMs: performance.now() - before.at,
		cpuMs: (user + system) / 1000,
		bytesReceived: cost.bytesReceived - before.cost.bytesReceived,
		requests: cost.requests - before.cost.requests,
		delayP99Ms: delay.percentile(99) / 1e6,
		delayMaxMs: delay.max / 1e6,
		queuedMs: queuedMs() - before.queued,
		rss: process.memoryUsage().rss,
	};
}

async function until(holds: () => boolean): Promise<void> {
	await new Promise<void>(resolve => {
		const unsubscribe = store.subscribe(() => {
			if (holds()) {
				unsubscribe();
				resolve();
			}
		});
	});
}

async function order<Result>(given: FleetOrder): Promise<Result> {
	const reply = await ordering.request(orderSubject, JSON.stringify(given), {timeout: 30_000});
	return reply.json<{readonly result: Result}>().result;
}

function wrongLeaders({groups}: FleetTruth): number {
	const seen = new Map(
		[...store.view.groups.values()].map(({account, stream, consumer = '', leader}) => [
			`${account} ${stream} ${consumer}`,
			leader,
		]),
	);
	return groups.filter(
		({account, stream, consumer = '', leader}) =>
			seen.get(`${account} ${stream} ${consumer}`) !== leader,
	).length;
}
