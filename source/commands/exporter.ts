import {checkOptions, judgingFlags} from './check.ts';
import {type Command, type CommandContext, exitCode} from './cli/command.ts';
import {durationFlag, numberFlag, textFlag} from './cli/flag-values.ts';
import {endedBySignal} from './cli/output.ts';
import {connectionFlags, openCluster} from './flags/connection-flags.ts';
import {cleanText} from '../domain/clean-text.ts';
import type {ListenAddress} from '../exporter/serve.ts';
import {UsageError} from '../session/errors.ts';

const defaultListen = '127.0.0.1:9609';

export const exporter: Command = {
	name: 'exporter',
	arguments: [],
	summary: 'serve leaders, skew and elections to Prometheus',
	flags: {
		listen: {
			type: 'string',
			value: 'HOST:PORT',
			help: `address of /metrics and /healthz (default ${defaultListen})`,
		},
		perStream: {
			type: 'number',
			value: 'N',
			help: 'also leader, followers and rate of up to N streams, the first by name (default none)',
		},
		interval: {
			type: 'string',
			value: 'DURATION',
			help: 'how often to poll the servers (default 5s)',
		},
		cluster: {type: 'string', value: 'NAME', help: 'only this cluster'},
		...judgingFlags,
		...connectionFlags,
	},
	run: runExporter,
};

/** Serves until a signal comes. Returns 0 then, and 1 when its output is lost. */
async function runExporter(context: CommandContext): Promise<number> {
	const {flags, stderr} = context;
	const scope = checkOptions(flags);
	const address = listenFlag(flags);
	const log = (text: string) => {
		stderr.write(`leadertop: ${cleanText(text, 1000)}\n`);
	};
	const [{startExporter}, {serve}] = await Promise.all([
		import('../exporter/exporter.ts'),
		import('../exporter/serve.ts'),
	]);
	const {signal, exitCode: signalCode, release} = endedBySignal();
	const ended = new AbortController();
	const exported = startExporter({
		open: async () => openCluster(context),
		scope,
		intervalMs: durationFlag(flags, 'interval', {minMs: 100, maxMs: 3_600_000}) ?? 5000,
		timeoutMs: scope.timeoutMs,
		perStream: numberFlag(flags, 'perStream', {min: 0, max: 100_000, whole: true}) ?? 0,
		onTrouble(reason) {
			if (!signal.aborted) {
				log(reason === undefined ? 'connected' : `${reason}; trying again`);
			}
		},
		signal: AbortSignal.any([signal, ended.signal]),
	});
	// It may end before anybody waits for it.
	exported.done.catch(() => undefined);
	try {
		const served = await serve(exported, address);
		log(`serving ${served.url}`);
		try {
			await exported.done;
		} finally {
			await served.close();
		}
	} finally {
		ended.abort();
		release();
		await exported.done.catch(() => undefined);
	}

	return signalCode() === undefined ? exitCode.notReached : exitCode.ok;
}

/** @throws UsageError for anything but a host and a port */
function listenFlag(flags: CommandContext['flags']): ListenAddress {
	const text = textFlag(flags, 'listen') ?? defaultListen;
	const [, address, name, port = ''] =
		/^(?:\[([\da-f:.]+)\]|([^:\s]*)):(\d{1,5})$/i.exec(text) ?? [];
	if (port === '' || Number(port) > 65_535) {
		throw new UsageError(`--listen takes HOST:PORT, such as ${defaultListen} or [::1]:9609`);
	}

	return {host: address ?? (name === '' ? '0.0.0.0' : (name ?? '')), port: Number(port)};
}
