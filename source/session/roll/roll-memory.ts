import {createHash} from 'node:crypto';
import {mkdir, readFile, rm} from 'node:fs/promises';
import path from 'node:path';
import type {Server} from '../../domain/server.ts';
import {stateFolder} from '../../executor/audit-file.ts';
import {writeFileAtomic} from '../write-file-atomic.ts';

/** What is known of a roll that was begun: so that another process can go on with it, however this one ends. */
export type RollMemory = {
	readonly cluster: string;
	/** Epoch in ms. */
	readonly begunAt: number;
	/** The lives that are to end, and the lives seen since, by server name. */
	readonly servers: Readonly<Record<string, RememberedServer>>;
};

type RememberedServer = {
	readonly life: string;
	readonly version: string;
	/** Its life after the restart; absent until it was seen. */
	readonly newLife?: string | undefined;
};

/** A roll that was begun longer ago is over. */
const keptMs = 24 * 3_600_000;

/** A new roll of these servers. */
export function newMemory(
	cluster: string,
	servers: readonly Pick<Server, 'name' | 'id' | 'version'>[],
	begunAt: number,
): RollMemory {
	const entries = servers.map(({name, id, version}) => [name, {life: id, version}]);
	return {cluster, begunAt, servers: Object.fromEntries(entries)};
}

/**
 * The roll that was begun on this cluster and has not come to its end, by its server's lives: clusters go by the same names
 * elsewhere. Undefined where there is none, it was begun too long ago, or its file cannot be read.
 */
export async function recallRoll(
	cluster: string,
	servers: readonly Pick<Server, 'name' | 'id'>[],
	now: number,
	folder = stateFolder(),
): Promise<RollMemory | undefined> {
	const memory = decode(await readFile(fileOf(cluster, folder), 'utf8').catch(() => ''));
	const isHere = servers.some(({name, id}) => {
		const {life, newLife} = memory?.servers[name] ?? {};
		return id !== '' && (id === life || id === newLife);
	});
	const isRecent = memory !== undefined && now - memory.begunAt < keptMs;
	return isRecent && isHere && memory.cluster === cluster ? memory : undefined;
}

/** Keeps what is known of a roll. @throws the system's error */
export async function rememberRoll(memory: RollMemory, folder = stateFolder()): Promise<void> {
	await mkdir(folder, {recursive: true, mode: 0o700});
	await writeFileAtomic(fileOf(memory.cluster, folder), JSON.stringify(memory), {over: true});
}

/** For a roll that has come to its end. */
export async function forgetRoll(cluster: string, folder = stateFolder()): Promise<void> {
	await rm(fileOf(cluster, folder), {force: true}).catch(() => undefined);
}

/** The memory once a server has come back. */
export function withNewLife(memory: RollMemory, server: string, newLife: string): RollMemory {
	const known = memory.servers[server];
	return known ? {...memory, servers: {...memory.servers, [server]: {...known, newLife}}} : memory;
}

/** Whether a server has restarted since the roll began. */
export function hasRestarted(
	memory: RollMemory | undefined,
	{name, id}: Pick<Server, 'name' | 'id'>,
): boolean {
	const known = memory?.servers[name];
	return known !== undefined && known.life !== id;
}

/** A cluster's name may hold what a file name must not. */
function fileOf(cluster: string, folder: string): string {
	const digest = createHash('sha256').update(cluster).digest('hex').slice(0, 16);
	return path.join(folder, `roll-${digest}.json`);
}

function decode(text: string): RollMemory | undefined {
	const value = recordOf(parsed(text));
	const {cluster, begunAt} = value ?? {};
	const servers = recordOf(value?.['servers']);
	if (typeof cluster !== 'string' || typeof begunAt !== 'number' || !servers) {
		return undefined;
	}

	const known = Object.entries(servers).flatMap(([name, entry]): [string, RememberedServer][] => {
		const {life, version, newLife} = recordOf(entry) ?? {};
		return typeof life === 'string' && typeof version === 'string'
			? [[name, {life, version, newLife: typeof newLife === 'string' ? newLife : undefined}]]
			: [];
	});
	return {cluster, begunAt, servers: Object.fromEntries(known)};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function recordOf(value: unknown): Partial<Record<string, unknown>> | undefined {
	return typeof value === 'object' && value !== null ? {...value} : undefined;
}
