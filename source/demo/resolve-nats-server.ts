import process from 'node:process';
import {withDeadline} from '../time/abort.ts';
import {debianPackage} from './debian-package.ts';
import {releasedArchive} from './released-archive.ts';
import {
	binaryOnPath,
	cachedBinary,
	type NatsServerBinary,
	openServerCache,
	type ResolveEvent,
	type SourceRequest,
} from './server-source.ts';
import {
	describeWanted,
	meetsVersion,
	readServerVersion,
	type WantedVersion,
} from './server-version.ts';

type ResolveOptions = {
	/** The binary that the user names; nothing else is tried then. Default: `LEADERTOP_NATS_SERVER`. */
	readonly path?: string;
	/** Default: 2.9 or newer for a named binary; else 2.11, the first where a step-down can name the successor. */
	readonly wanted?: WantedVersion;
	readonly onProgress?: (event: ResolveEvent) => void;
	readonly signal?: AbortSignal;
	/** Default: the environment of this process. `PATH`, `LEADERTOP_NATS_SERVER` and `LEADERTOP_CACHE` are read. */
	readonly env?: NodeJS.ProcessEnv;
	/** Where the released archives are. */
	readonly releasesUrl?: string;
};

/**
 * Finds a nats-server on this machine or gets one, without root and without writing outside the cache.
 * @throws NatsServerNotFoundError with what was tried, in one line
 */
export async function resolveNatsServer({
	env = process.env,
	path = env['LEADERTOP_NATS_SERVER'],
	wanted,
	onProgress = () => {},
	signal,
	releasesUrl,
}: ResolveOptions = {}): Promise<NatsServerBinary> {
	const isNamed = path !== undefined && path !== '';
	const request = {
		wanted: wanted ?? {type: 'at-least', version: isNamed ? '2.9.0' : '2.11.0'},
		env,
		cache: openServerCache(env),
		report: onProgress,
	} as const;
	const binary = await withDeadline(deadlineMs, signal, async inTime =>
		isNamed
			? named(path, {...request, signal: inTime}, signal)
			: firstOf({...request, signal: inTime}, signal, releasesUrl),
	);
	onProgress({type: 'found', binary});
	return binary;
}

/** No nats-server that is good enough could be found or fetched. */
export class NatsServerNotFoundError extends Error {
	override readonly name = 'NatsServerNotFoundError';
}

/** A slow line takes the 16 MB of Debian's index and package in that time at 0.5 Mbit/s. */
const deadlineMs = 300_000;

const advice = 'Name one with --nats-server PATH, or try --simulated.';

async function named(
	path: string,
	{wanted, env, signal}: SourceRequest,
	userSignal: AbortSignal | undefined,
): Promise<NatsServerBinary> {
	let version;
	try {
		version = await readServerVersion(path, {env, signal});
	} catch (cause) {
		userSignal?.throwIfAborted();
		throw new NatsServerNotFoundError(
			`${path} cannot be used as nats-server: ${reasonOf(cause)}. ${advice}`,
			{cause},
		);
	}

	if (!meetsVersion(version, wanted)) {
		throw new NatsServerNotFoundError(
			`${path} is nats-server ${version}, but ${describeWanted(wanted)} is needed. ${advice}`,
		);
	}

	return {path, version, place: '--nats-server'};
}

async function firstOf(
	request: SourceRequest,
	userSignal: AbortSignal | undefined,
	releasesUrl: string | undefined,
): Promise<NatsServerBinary> {
	const failures: {place: string; reason: string; cause: unknown}[] = [];
	for (const source of [binaryOnPath, cachedBinary, debianPackage, releasedArchive(releasesUrl)]) {
		request.report({type: 'looking', place: source.place});
		try {
			return await source.find(request);
		} catch (cause) {
			userSignal?.throwIfAborted();
			const reason = reasonOf(cause);
			failures.push({place: source.place, reason, cause});
			request.report({type: 'not-there', place: source.place, reason});
		}
	}

	const tried = failures.map(({place, reason}) => `${place}: ${reason}`).join('; ');
	throw new NatsServerNotFoundError(
		`No nats-server ${describeWanted(request.wanted)} (${tried}). ${advice}`,
		{cause: new AggregateError(failures.map(({cause}) => cause))},
	);
}

function reasonOf(error: unknown): string {
	return (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ');
}
