import {createHash} from 'node:crypto';
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {gunzipSync} from 'node:zlib';
import type {ServerSource, SourceRequest} from './server-source.ts';
import {
	compareVersions,
	describeWanted,
	meetsVersion,
	readServerVersion,
} from './server-version.ts';

/** The archive that the NATS project releases for this OS and CPU, checked against its SHA256SUMS. */
export function releasedArchive(
	releasesUrl = 'https://github.com/nats-io/nats-server/releases/download',
): ServerSource {
	return {
		place: 'GitHub',
		async find(request) {
			const version = releaseFor(request);
			const name = `nats-server-v${version}-${named(systems, process.platform)}-${named(processors, process.arch)}`;
			const base = `${releasesUrl}/v${version}`;

			const sums = await download(`${base}/SHA256SUMS`, request);
			const expected = checksumOf(sums.toString('utf8'), `${name}.tar.gz`);
			const archive = await download(`${base}/${name}.tar.gz`, request, `nats-server ${version}`);
			if (createHash('sha256').update(archive).digest('hex') !== expected) {
				throw new Error(`the checksum of ${name}.tar.gz is wrong`);
			}

			return request.cache.withScratch(async folder => {
				const binary = path.join(folder, 'nats-server');
				await writeFile(binary, extractFile(gunzipSync(archive), `${name}/nats-server`), {
					mode: 0o755,
				});
				const actual = await readServerVersion(binary, request);
				return {path: await request.cache.keep(binary, actual), version: actual, place: 'GitHub'};
			});
		},
	};
}

/** The releases that leadertop was measured with. */
const releases = ['2.9.10', '2.10.27', '2.15.1'];

function releaseFor({wanted}: SourceRequest): string {
	const best = releases.filter(version => meetsVersion(version, wanted)).sort(compareVersions);
	const newest = best.at(-1);
	if (newest === undefined) {
		throw new Error(`no release known that is ${describeWanted(wanted)}`);
	}

	return newest;
}

const systems: Readonly<Record<string, string>> = {linux: 'linux', darwin: 'darwin'};
const processors: Readonly<Record<string, string>> = {x64: 'amd64', arm64: 'arm64', arm: 'arm7'};

function named(names: Readonly<Record<string, string>>, ours: string): string {
	const name = names[ours];
	if (name === undefined) {
		throw new Error(`no archive for ${ours}`);
	}

	return name;
}

/** @param what names the download to the user; without it the download is too small to mention */
async function download(
	url: string,
	{signal, report}: SourceRequest,
	what?: string,
): Promise<Buffer> {
	let response;
	try {
		response = await fetch(url, {signal});
	} catch (cause) {
		throw new Error(`${new URL(url).host} cannot be reached`, {cause});
	}

	if (!response.ok || !response.body) {
		throw new Error(`${url} answers ${response.status}`);
	}

	const length = response.headers.get('content-length');
	if (what !== undefined) {
		const bytes = length === null ? undefined : Number(length);
		report({type: 'download', what, from: new URL(url).host, bytes});
	}

	const chunks: Uint8Array[] = [];
	let received = 0;
	for await (const chunk of response.body) {
		chunks.push(chunk);
		received += chunk.length;
		if (what !== undefined) {
			report({type: 'received', what, bytes: received});
		}
	}

	return Buffer.concat(chunks);
}

function checksumOf(sums: string, file: string): string {
	for (const line of sums.split('\n')) {
		const [sum, name] = line.trim().split(/\s+\*?/);
		if (name === file && sum !== undefined) {
			return sum.toLowerCase();
		}
	}

	throw new Error(`SHA256SUMS does not name ${file}`);
}

/**
 * One file out of a tar archive (POSIX ustar: blocks of 512 bytes, a header before each file).
 * @throws Error when the archive does not hold it, or ends inside it
 */
export function extractFile(archive: Buffer, name: string): Buffer {
	let offset = 0;
	while (offset + blockBytes <= archive.length) {
		const entry = textOf(archive, offset, 100);
		const bytes = Number.parseInt(textOf(archive, offset + 124, 12), 8) || 0;
		const start = offset + blockBytes;
		if (entry.replace(/^\.\//, '') === name) {
			if (start + bytes > archive.length) {
				throw new Error(`the archive ends inside ${name}`);
			}

			return archive.subarray(start, start + bytes);
		}

		offset = start + Math.ceil(bytes / blockBytes) * blockBytes;
	}

	throw new Error(`the archive holds no ${name}`);
}

const blockBytes = 512;

function textOf(archive: Buffer, offset: number, length: number): string {
	return archive.toString('utf8', offset, offset + length).replace(/[\0 ].*$/s, '');
}
