import {type Command, type CommandContext, exitCode, type FlagTable} from './cli/command.ts';
import {isSet, numberFlag, flagName, textFlag} from './cli/flag-values.ts';
import {endedBySignal} from './cli/output.ts';
import {recordingFlags, recordOption} from './flags/recording-flags.ts';
import {screenFlags, screenOptions} from './flags/screen-flags.ts';
import {runScreen} from './screen/run-screen.ts';
import type {Demo, DemoOptions, DemoProgress} from '../demo/start-demo.ts';
import {UsageError} from '../session/errors.ts';
import {openClusterAt, openSimulated} from '../session/open-cluster.ts';
import {refuseTakenFile} from '../session/start-recording.ts';

const simulationFlags: FlagTable = {
	scenario: {
		type: 'string',
		needs: 'simulated',
		value: 'NAME',
		help: 'with --simulated: restart (default), rolling-upgrade, scale-out, constrained, one-down or even',
	},
	seed: {
		type: 'number',
		needs: 'simulated',
		value: 'N',
		help: 'with --simulated: the same seed makes the same cluster',
	},
};

export const demo: Command = {
	name: 'demo',
	arguments: [],
	summary: 'a real local cluster, skewed by a restart, to watch',
	flags: {
		servers: {type: 'number', value: 'N', help: 'number of servers, 3 to 7 (default 3)'},
		streams: {type: 'number', value: 'N', help: 'number of streams (default 60)'},
		consumers: {type: 'number', value: 'N', help: 'consumers of each stream (default 2)'},
		natsServer: {
			type: 'string',
			value: 'PATH',
			variable: 'LEADERTOP_NATS_SERVER',
			help: 'nats-server binary; found or downloaded when not given',
		},
		simulated: {type: 'boolean', help: 'a simulated cluster instead of real servers'},
		roll: {
			type: 'boolean',
			help: 'restart its servers one after another, under the live screen',
		},
		...simulationFlags,
		...screenFlags,
		...recordingFlags,
	},
	async run(context) {
		const {flags} = context;
		const options = {...screenOptions(flags), record: recordOption(flags)};
		await refuseTakenFile(options.record);
		const size = {
			servers: numberFlag(flags, 'servers', {min: 3, max: 7, whole: true}),
			streams: numberFlag(flags, 'streams', {min: 1, max: 5000, whole: true}),
			consumersPerStream: numberFlag(flags, 'consumers', {min: 0, max: 50, whole: true}),
		};
		for (const name of Object.keys(simulationFlags)) {
			if (flags[name] !== undefined && !isSet(flags, 'simulated')) {
				throw new UsageError(`${flagName(name)} needs --simulated`);
			}
		}

		if (isSet(flags, 'simulated')) {
			const simulation = {
				// A roll waits for what lags, and in others something always does.
				scenario: textFlag(flags, 'scenario') ?? (isSet(flags, 'roll') ? 'even' : undefined),
				seed: numberFlag(flags, 'seed', {min: 0, max: 2 ** 32 - 1, whole: true}),
			};
			const simulated = await openSimulated(simulation, size);
			return runScreen(simulated, context, {
				...options,
				...(isSet(flags, 'roll') && {
					async rollWith({name}) {
						simulated.restart(name);
						return undefined;
					},
				}),
			});
		}

		const started = await startedDemo(context, {
			...size,
			natsServer: textFlag(flags, 'natsServer'),
		});
		if (started.type === 'ended') {
			return started.exitCode;
		}

		const {cluster, streams, stop} = started.demo;
		try {
			const accounts = [...new Set(streams.map(({account}) => account))];
			const opened = await openClusterAt(
				cluster.systemUrl,
				accounts.map(account => `${account}=${cluster.url(account)}`),
			);
			return await runScreen(opened, context, {
				...options,
				onLeave: stop,
				...(isSet(flags, 'roll') && {
					async rollWith({name}) {
						await cluster.restartServer(name);
						return undefined;
					},
				}),
			});
		} finally {
			await stop();
		}
	},
};

type Started =
	{readonly type: 'up'; readonly demo: Demo} | {readonly type: 'ended'; readonly exitCode: number};

/** Brings the demo up, with its steps on stderr. A signal takes down again what is up so far. */
async function startedDemo({stderr}: CommandContext, size: DemoOptions): Promise<Started> {
	const {startDemo} = await import('../demo/start-demo.ts');
	const ending = endedBySignal();
	try {
		const running = await startDemo({
			...size,
			signal: ending.signal,
			onProgress(progress) {
				const line = demoProgressLine(progress);
				if (line !== undefined) {
					stderr.write(`${line}\n`);
				}
			},
		});
		return {type: 'up', demo: running};
	} catch (error) {
		if (!ending.signal.aborted) {
			throw error;
		}

		stderr.write('leadertop: stopped before the demo was up; everything is cleaned up\n');
		return {type: 'ended', exitCode: ending.exitCode() ?? exitCode.notReached};
	} finally {
		ending.release();
	}
}

/** A line about the demo's start; undefined for steps that need none. */
function demoProgressLine(progress: DemoProgress): string | undefined {
	switch (progress.type) {
		case 'server':
			return serverLine(progress.event);
		case 'starting':
			return `starting ${progress.servers} servers of nats-server ${progress.version} on 127.0.0.1`;
		case 'assets': {
			const {created, total} = progress;
			const isStep = created === 1 || created === total || created % 30 === 0;
			return isStep ? `streams and consumers: ${created} of ${total}` : undefined;
		}

		case 'restart':
			return progress.step === 'stopped'
				? `stopped ${progress.server}: its leaders go to the others`
				: `started ${progress.server} again: its leaders do not come back`;
	}
}

function serverLine(event: Extract<DemoProgress, {type: 'server'}>['event']): string | undefined {
	switch (event.type) {
		case 'download': {
			const size = event.bytes === undefined ? '' : ` (${megabytes(event.bytes)})`;
			return `downloading ${event.what}${size} from ${event.from}`;
		}

		case 'received':
			return `received ${event.what} (${megabytes(event.bytes)})`;
		case 'found':
			return `nats-server ${event.binary.version}: ${event.binary.place}`;
		case 'looking':
		case 'not-there':
			return undefined;
	}
}

function megabytes(bytes: number): string {
	return `${(bytes / 1e6).toFixed(1)} MB`;
}
