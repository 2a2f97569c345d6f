import type {Baseline} from '../domain/baseline.ts';

/** A text is no baseline; the message is the end of a sentence about its file. */
export class BaselineError extends Error {
	override readonly name = 'BaselineError';
}

/**
 * Reads a baseline out of a report that `reportJson` made.
 * @throws BaselineError
 */
export function baselineOf(text: string): Baseline {
	const report = parsed(text);
	const at = typeof report['at'] === 'string' ? Date.parse(report['at']) : Number.NaN;
	const {mode, account, complete, missing, clusters, simulated} = report;
	const isMode = mode === 'system' || (mode === 'account' && typeof account === 'string');
	if (Number.isNaN(at) || !isMode || typeof complete !== 'boolean' || !Array.isArray(clusters)) {
		throw new BaselineError(otherShape);
	}

	if (!complete) {
		const names = Array.isArray(missing) ? missing.filter(name => typeof name === 'string') : [];
		const without = names.length > 0 ? `, without ${names.join(', ')}` : '';
		throw new BaselineError(`is an incomplete report${without}: make a new one`);
	}

	return {
		at,
		seen: {
			account: mode === 'account' && typeof account === 'string' ? account : undefined,
			simulated: simulated === true,
		},
		clusters: new Map(clusters.map(clusterOf)),
	};
}

/** The part of a report that a baseline is read from. */
export function baselineJson({at, seen, clusters}: StreamsAndConsumers): Record<string, unknown> {
	return {
		at: new Date(at).toISOString(),
		mode: seen.account === undefined ? 'system' : 'account',
		...(seen.account !== undefined && {account: seen.account}),
		...(seen.simulated && {simulated: true}),
		complete: true,
		missing: [],
		clusters: Array.from(clusters, ([name, servers]) => ({
			name,
			servers: Array.from(servers, ([server, {streams, consumers}]) => ({
				name: server,
				streamLeaders: streams,
				consumerLeaders: consumers,
			})),
		})),
	};
}

type StreamsAndConsumers = Omit<Baseline, 'clusters'> & {
	readonly clusters: ReadonlyMap<
		string,
		ReadonlyMap<string, {readonly streams: number; readonly consumers: number}>
	>;
};

const otherShape = 'is not a report: make one with leadertop report --json';

type Fields = Readonly<Record<string, unknown>>;

function parsed(text: string): Fields {
	if (text.trim() === '') {
		throw new BaselineError('is empty');
	}

	try {
		return fieldsOf(JSON.parse(text));
	} catch (cause) {
		throw cause instanceof BaselineError
			? cause
			: new BaselineError('is not complete JSON: it may be cut off', {cause});
	}
}

function clusterOf(value: unknown): [string, ReadonlyMap<string, number>] {
	const {name, servers} = fieldsOf(value);
	if (typeof name !== 'string' || !Array.isArray(servers)) {
		throw new BaselineError(otherShape);
	}

	return [name, new Map(servers.map(serverOf))];
}

function serverOf(value: unknown): [string, number] {
	const {name, streamLeaders, consumerLeaders} = fieldsOf(value);
	if (typeof name !== 'string' || !isCount(streamLeaders) || !isCount(consumerLeaders)) {
		throw new BaselineError(otherShape);
	}

	return [name, streamLeaders + consumerLeaders];
}

function isCount(value: unknown): value is number {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function fieldsOf(value: unknown): Fields {
	if (!isFields(value)) {
		throw new BaselineError(otherShape);
	}

	return value;
}

function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
