// The live screen as `leadertop watch` shows it, which steps leaders down by itself and notes when each step-down was
// sent, when its election was heard and when the terminal had taken a frame that shows it.
import {writeFile} from 'node:fs/promises';
import {monitorEventLoopDelay} from 'node:perf_hooks';
import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import pLimit from 'p-limit';
import type {Cluster} from '../../source/cluster.ts';
import {openClusterAt} from '../../source/session/open-cluster.ts';
import {isComplete} from '../../source/session/see-once.ts';
import {createActing} from '../../source/session/acting.ts';
import {derivedFacts} from '../../source/state/derived-facts.ts';
import {createPlanning} from '../../source/session/planning.ts';
import {defaultCountingRules} from '../../source/domain/distribution.ts';
import {groupKey, type GroupKey} from '../../source/domain/raft-group.ts';
import {openAudit} from '../../source/executor/audit.ts';
import {simulateCluster} from '../../source/sim/simulate-cluster.ts';
import {createStore} from '../../source/state/store.ts';
import {App} from '../../source/ui/app/app.tsx';
import {aWorld} from '../../test/ui/a-world.ts';
import {createScreen} from '../../source/ui/app/screen.ts';
import {mountScreen} from '../../source/ui/mount/mount-screen.tsx';
import {terminalFeatures} from '../../source/ui/terminal-features.ts';
import {queuedMs} from '../cpu-time.ts';
import {handoversIn} from '../stage/handovers.ts';
import type {TimedElection, TimedScreenOrder, TimedScreenResult} from '../timed-screen.ts';

const {access, auditFile, resultFile, singly, atOnce, withinMs} = JSON.parse(
	process.argv[2] ?? '',
) as TimedScreenOrder;

/** Step-downs that wait for their answer. */
const inFlight = 64;

type Timed = {sentAt: number; heardAt: number; writtenAt: number};

const timed = new Map<GroupKey, Timed>();
/** Elections that were heard, and those of them that the newest frame shows. */
let heard: Timed[] = [];
let drawn: Timed[] = [];
let frames = 0;

const opened = access ? await openClusterAt(access.url, access.actAs) : simulated();
const cluster: Cluster = {
	...opened,
	async stepDown(request) {
		timed.set(groupKey(request.group), {
			sentAt: performance.now(),
			heardAt: Number.NaN,
			writtenAt: Number.NaN,
		});
		return opened.stepDown(request);
	},
};
const store = createStore();
const {view} = store;
const listeners = new Set<() => void>();
const changed = () => {
	for (const listener of listeners) {
		listener();
	}
};
const planning = createPlanning({cluster, view, rules: defaultCountingRules, onChange: changed});
const acting = createActing({
	cluster,
	view,
	planning,
	openAudit: async () => openAudit({file: auditFile, identity: 'benchmark'}),
	onChange: changed,
});
const verdicts = derivedFacts(view, defaultCountingRules, changed);
const features = terminalFeatures({
	env: process.env,
	stdinIsTerminal: true,
	stdoutIsTerminal: true,
	ascii: false,
});
const screen = createScreen({
	world: () => ({
		...aWorld(view, Date.now()),
		permissionOf: cluster.permission,
		metaPermission: cluster.metaPermission,
		stopOf: verdicts.stopOf,
		reachable: verdicts.reachable,
		replicas() {
			// Asked for with each picture that is drawn, and only then; the picture shows what was heard by then.
			drawn.push(...heard);
			heard = [];
			return undefined;
		},
		work: acting.work(),
	}),
	subscribe(listener) {
		listeners.add(listener);
		return () => {
			listeners.delete(listener);
		};
	},
	onIntent() {},
	features,
	intervalMs: 1000,
});

const mounted = mountScreen({
	stdin: process.stdin,
	stdout: timedStdout(),
	stderr: process.stderr,
	env: process.env,
	exit: code => process.exit(code),
	node: <App screen={screen} />,
	onKey: screen.onKey,
	onFrame() {
		frames++;
	},
});

cluster.watch(event => {
	const arrivedAt = performance.now();
	store.apply(event);
	const entry = event.type === 'leader-elected' && timed.get(groupKey(event.group));
	if (entry && Number.isNaN(entry.heardAt)) {
		entry.heardAt = arrivedAt;
		heard.push(entry);
	}
});
store.subscribe(changed);
await until(() => isComplete(view));
// The follow-ups of the first look are over then.
await sleep(3000);

const result: TimedScreenResult = {singly: await stepDownSingly(), ...(await stepDownAtOnce())};
await writeFile(resultFile, JSON.stringify(result));
mounted.close();
await mounted.done;
await cluster.close();
process.exit(0);

function simulated(): Cluster {
	return simulateCluster({
		scenario: 'even',
		seed: 1,
		streams: 1000,
		consumersPerStream: 2,
		scheduler: {
			now: Date.now,
			after(delayMs, callback) {
				const timer = setTimeout(callback, delayMs);
				return () => {
					clearTimeout(timer);
				};
			},
		},
	});
}

/** A write takes along what is drawn at its beginning. */
function timedStdout(): typeof process.stdout {
	const {stdout} = process;
	return Object.create(stdout, {
		write: {
			value(text: string, written?: () => void) {
				const shown = drawn;
				drawn = [];
				return stdout.write(text, () => {
					const writtenAt = performance.now();
					for (const entry of shown) {
						entry.writtenAt = writtenAt;
					}

					written?.();
				});
			},
		},
	}) as typeof process.stdout;
}

async function stepDownSingly(): Promise<TimedElection[]> {
	const elections: TimedElection[] = [];
	for (const [index, {group, to}] of handoversIn(view, singly).entries()) {
		acting.stepDown([{group: group.key, from: group.leader ?? '', to}]);
		await acting.idle();
		elections.push(...(await writtenElections()));
		// Another moment of the second each time: rounds of questions come by once a second.
		await sleep(120 + ((index * 137) % 300));
	}

	return elections;
}

/** Not by the executor, which would end early on a machine that is too busy. */
async function stepDownAtOnce(): Promise<Omit<TimedScreenResult, 'singly'>> {
	const handovers = handoversIn(view, atOnce);
	const delays = monitorEventLoopDelay({resolution: 5});
	const cpuBefore = process.cpuUsage();
	const queuedBefore = queuedMs();
	const framesBefore = frames;
	delays.enable();
	const startedAt = performance.now();
	await pLimit(inFlight).map(handovers, async ({group, to}, index) => {
		await sleep(startedAt + (index * withinMs) / atOnce - performance.now());
		await cluster.stepDown({group, preferred: to, timeoutMs: 5000});
	});
	const elections = await writtenElections();
	delays.disable();
	const cpuUsed = process.cpuUsage(cpuBefore);
	return {
		atOnce: elections,
		cpuMs: (cpuUsed.user + cpuUsed.system) / 1000,
		queuedMs: queuedMs() - queuedBefore,
		frames: frames - framesBefore,
		loopDelayMs: {p99: delays.percentile(99) / 1e6, max: delays.max / 1e6},
	};
}

/** What has been timed since the last call, once all of it is on the screen; some elections may never come. */
async function writtenElections(): Promise<TimedElection[]> {
	const isWritten = ({writtenAt}: Timed) => !Number.isNaN(writtenAt);
	const deadline = performance.now() + 5000;
	await until(() => [...timed.values()].every(isWritten) || performance.now() > deadline);
	const elections = [...timed.values()].filter(isWritten);
	timed.clear();
	return elections;
}

async function until(isSo: () => boolean): Promise<void> {
	while (!isSo()) {
		await sleep(5);
	}
}
