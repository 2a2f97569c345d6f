// The live screen on a simulated cluster whose time runs much faster than ours, with hundreds of elections a second of
// its time, and with groups that come and go under names never seen before. Notes once a second what memory that takes.
import {writeFile} from 'node:fs/promises';
import process from 'node:process';
import {setImmediate as yieldToOthers} from 'node:timers/promises';
import {derivedFacts} from '../../source/state/derived-facts.ts';
import type {ClusterEvent} from '../../source/domain/cluster-event.ts';
import {defaultCountingRules} from '../../source/domain/distribution.ts';
import type {GroupIdentity, GroupKey} from '../../source/domain/raft-group.ts';
import {simulateCluster} from '../../source/sim/simulate-cluster.ts';
import {createStore} from '../../source/state/store.ts';
import {App} from '../../source/ui/app/app.tsx';
import {createScreen} from '../../source/ui/app/screen.ts';
import {mountScreen} from '../../source/ui/mount/mount-screen.tsx';
import {terminalFeatures} from '../../source/ui/terminal-features.ts';
import {manualScheduler} from '../../test/support/manual-scheduler.ts';
import {aWorld} from '../../test/ui/a-world.ts';
import {seededRandom} from '../../test/support/random.ts';
import type {SoakOrder, SoakSample} from '../soak.ts';

const {resultFile, forMs} = JSON.parse(process.argv[2] ?? '') as SoakOrder;

/** Of the simulation's time. */
const stepMs = 100;
const electionsPerStep = 40;
const createdPerStep = 4;
/** Frames are what leaks most easily: ten times as many as an operator gets. */
const minIntervalMs = 10;

const random = seededRandom(1);
const scheduler = manualScheduler(Date.now());
const cluster = simulateCluster({
	scenario: 'restart',
	seed: 1,
	scheduler,
	streams: 1000,
	consumersPerStream: 2,
});
const store = createStore();
const {view} = store;
const verdicts = derivedFacts(view, defaultCountingRules, () => {});
let events = 0;
let frames = 0;
let created = 0;
let groups: readonly GroupKey[] = [];

const screen = createScreen({
	world: () => ({
		...aWorld(view, scheduler.now()),
		origin: {label: 'soak', type: 'simulated'},
		permissionOf: cluster.permission,
		metaPermission: cluster.metaPermission,
		stopOf: verdicts.stopOf,
		reachable: verdicts.reachable,
	}),
	subscribe: store.subscribe,
	onIntent() {},
	features: terminalFeatures({
		env: process.env,
		stdinIsTerminal: true,
		stdoutIsTerminal: true,
		ascii: false,
	}),
	intervalMs: 1000,
	minIntervalMs,
});
const mounted = mountScreen({
	stdin: process.stdin,
	stdout: process.stdout,
	stderr: process.stderr,
	env: process.env,
	exit: code => process.exit(code),
	node: <App screen={screen} />,
	onKey: screen.onKey,
	onFrame() {
		frames++;
	},
});

cluster.watch(take);
const samples: SoakSample[] = [];
const startedAt = performance.now();
let sampleAtMs = 0;
for (let atMs = 0; atMs < forMs; atMs = performance.now() - startedAt) {
	createGroups();
	moveLeaders();
	scheduler.advance(stepMs);
	await yieldToOthers();
	if (atMs >= sampleAtMs) {
		sampleAtMs += 1000;
		groups = [...view.groups.keys()];
		globalThis.gc?.();
		const {rss, heapUsed} = process.memoryUsage();
		samples.push({atMs, events, frames, rss, heapUsed});
	}
}

await writeFile(resultFile, JSON.stringify(samples));
mounted.close();
await mounted.done;
await cluster.close();
process.exit(0);

function take(event: ClusterEvent): void {
	events++;
	store.apply(event);
}

function moveLeaders(): void {
	for (let count = 0; count < electionsPerStep && groups.length > 0; count++) {
		const group = view.groups.get(random.pick(groups));
		if (group) {
			const preferred = group.followers[0]?.server;
			void cluster.stepDown({group, preferred, timeoutMs: 5000});
		}
	}
}

/** They are gone with the next inventory, which does not name them. */
function createGroups(): void {
	const servers = [...view.servers.keys()];
	for (let count = 0; count < createdPerStep && servers.length > 0; count++) {
		const group: GroupIdentity = {
			kind: 'stream',
			domain: undefined,
			accountId: 'SOAK',
			stream: `NEW-${++created}`,
			consumer: undefined,
		};
		take({type: 'group-created', at: scheduler.now(), group});
		take({
			type: 'leader-elected',
			at: scheduler.now(),
			group,
			leader: random.pick(servers),
			followers: [],
		});
	}
}
