// Watches a fleet over the wire while streams and consumers come and go under names never seen before. Notes once a
// second what memory that takes.
import {writeFile} from 'node:fs/promises';
import process from 'node:process';
import {connect} from 'nats';
import {openClusterAt} from '../../source/session/open-cluster.ts';
import {createStore} from '../../source/state/store.ts';
import {orderSubject, type FleetOrder} from '../../test/fleet/fleet-options.ts';
import type {SoakSample, WireSoakOrder} from '../soak.ts';

const {resultFile, forMs, port, url, actAs, streamsPerSecond} = JSON.parse(
	process.argv[2] ?? '',
) as WireSoakOrder;

const cluster = await openClusterAt(url, actAs);
const store = createStore();
let events = 0;
cluster.watch(event => {
	events++;
	store.apply(event);
});
const ordering = await connect({servers: `127.0.0.1:${port}`, user: 'sys', pass: 'sys'});
const order: FleetOrder = {type: 'churn', streams: streamsPerSecond, overMs: 1000};
const samples: SoakSample[] = [];
const startedAt = performance.now();
for (let atMs = 0; atMs < forMs; atMs = performance.now() - startedAt) {
	await ordering.request(orderSubject, JSON.stringify(order), {timeout: 30_000});
	globalThis.gc?.();
	const {rss, heapUsed} = process.memoryUsage();
	samples.push({atMs, events, frames: 0, rss, heapUsed});
}

await writeFile(resultFile, JSON.stringify(samples));
await Promise.all([ordering.close(), cluster.close()]);
