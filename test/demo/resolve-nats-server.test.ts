import {existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {NatsServerNotFoundError, resolveNatsServer} from '../../source/demo/resolve-nats-server.ts';
import type {ResolveEvent} from '../../source/demo/server-source.ts';
import type {ReleaseFault, ReleaseServer} from './release-server.ts';
import {serveRelease} from './release-server.ts';
import {standIn} from './stand-in.ts';

const machine = `${process.platform}-${process.arch}`;
/** A port that refuses: the releases are out of reach. */
const nowhere = 'http://127.0.0.1:9';

describe('looking for a nats-server', () => {
	let folder: string;
	let env: NodeJS.ProcessEnv;
	let releases: ReleaseServer | undefined;
	const at = (...names: string[]) => path.join(folder, ...names);
	const cached = () => readdirSync(at('cache/nats-server'));
	const serve = async (version: string, fault?: ReleaseFault) => {
		releases = await serveRelease(at('releases'), version, fault);
		return releases;
	};

	beforeEach(() => {
		folder = mkdtempSync(path.join(os.tmpdir(), 'resolve-test-'));
		// No apt here. The stand-ins find their shell by its full path.
		env = {PATH: at('bin'), LEADERTOP_CACHE: at('cache')};
	});

	afterEach(async () => {
		await releases?.close();
		releases = undefined;
		rmSync(folder, {recursive: true});
	});

	it('takes an installed one', async () => {
		const path = standIn(at('bin'), '2.12.3');
		expect(await resolveNatsServer({env, releasesUrl: nowhere})).toEqual({
			path,
			version: '2.12.3',
			place: 'PATH',
		});
	});

	it('passes over an installed one that is too old', async () => {
		standIn(at('bin'), '2.10.1');
		const kept = standIn(at(`cache/nats-server/2.12.3-${machine}`), '2.12.3');
		expect(await resolveNatsServer({env, releasesUrl: nowhere})).toEqual({
			path: kept,
			version: '2.12.3',
			place: 'cache',
		});
	});

	it('takes the newest of the cache, and of a series the one that belongs to it', async () => {
		for (const version of ['2.9.10', '2.10.27', '2.12.3']) {
			standIn(at(`cache/nats-server/${version}-${machine}`), version);
		}

		const newest = await resolveNatsServer({env, releasesUrl: nowhere});
		expect(newest.version).toBe('2.12.3');
		const old = await resolveNatsServer({
			env,
			releasesUrl: nowhere,
			wanted: {type: 'series', series: '2.9'},
		});
		expect(old.version).toBe('2.9.10');
	});

	describe('when one is named', () => {
		it.each(['option', 'variable'])('by the %s, looks nowhere else', async way => {
			standIn(at('bin'), '2.15.1');
			const path = standIn(at('mine'), '2.9.25');
			const named = way === 'option' ? {path, env} : {env: {...env, LEADERTOP_NATS_SERVER: path}};
			const events: ResolveEvent[] = [];
			const binary = await resolveNatsServer({...named, onProgress: event => events.push(event)});
			expect(binary).toEqual({path, version: '2.9.25', place: '--nats-server'});
			expect(events.map(({type}) => type)).toEqual(['found']);
		});

		it('refuses what is no nats-server', async () => {
			await expect(resolveNatsServer({env, path: process.execPath})).rejects.toThrow(
				/cannot be used as nats-server: .* does not answer --version as a nats-server\. .*--simulated/,
			);
			await expect(resolveNatsServer({env, path: at('missing')})).rejects.toThrow(
				/missing cannot be used as nats-server/,
			);
		});

		it('refuses one that is too old for what is asked', async () => {
			const path = standIn(at('mine'), '2.8.4');
			await expect(resolveNatsServer({env, path})).rejects.toThrow(
				/is nats-server 2\.8\.4, but 2\.9\.0 or newer is needed/,
			);
		});
	});

	describe('in the released archives', () => {
		it('fetches it, says how large it is, and keeps it', async () => {
			const {url, requests} = await serve('2.15.1');
			const events: ResolveEvent[] = [];
			const binary = await resolveNatsServer({
				env,
				releasesUrl: url,
				onProgress: event => events.push(event),
			});
			expect(binary).toMatchObject({version: '2.15.1', place: 'GitHub'});
			expect(cached()).toEqual([`2.15.1-${machine}`]);
			const download = events.find(event => event.type === 'download');
			expect(download?.bytes).toBeGreaterThan(100);
			expect(events).toContainEqual({
				type: 'received',
				what: 'nats-server 2.15.1',
				bytes: download?.bytes,
			});

			const before = requests.length;
			const again = await resolveNatsServer({env, releasesUrl: url});
			expect(again).toEqual({...binary, place: 'cache'});
			expect(requests.length).toBe(before);
		});

		it.each([
			['a wrong checksum', 'wrong-checksum', /the checksum of .*\.tar\.gz is wrong/],
			['no checksum', 'unnamed', /SHA256SUMS does not name/],
		] as const)('refuses one with %s and keeps nothing of it', async (_, fault, message) => {
			const {url} = await serve('2.15.1', fault);
			await expect(resolveNatsServer({env, releasesUrl: url})).rejects.toThrow(message);
			expect(existsSync(at('cache/nats-server')) ? cached() : []).toEqual([]);
		});

		it('fetches it for several at once without harm', async () => {
			const {url} = await serve('2.15.1');
			const binaries = await Promise.all(
				Array.from({length: 5}, async () => resolveNatsServer({env, releasesUrl: url})),
			);
			expect(new Set(binaries.map(({path}) => path)).size).toBe(1);
			expect(cached()).toEqual([`2.15.1-${machine}`]);
		});

		it('stops when told to, half way, and keeps nothing', async () => {
			const {url} = await serve('2.15.1', 'never-ends');
			const stop = new AbortController();
			const reason = new Error('enough');
			const resolving = resolveNatsServer({
				env,
				releasesUrl: url,
				signal: stop.signal,
				onProgress(event) {
					if (event.type === 'received') {
						stop.abort(reason);
					}
				},
			});
			await expect(resolving).rejects.toBe(reason);
			expect(existsSync(at('cache/nats-server')) ? cached() : []).toEqual([]);
		});

		it('replaces a kept one that no longer runs', async () => {
			const broken = standIn(at(`cache/nats-server/2.15.1-${machine}`), '2.15.1');
			writeFileSync(broken, 'not a program');
			const {url} = await serve('2.15.1');
			const binary = await resolveNatsServer({env, releasesUrl: url});
			expect(binary).toEqual({path: broken, version: '2.15.1', place: 'GitHub'});
		});
	});

	it('says in one line what was tried when there is none, and what else to do', async () => {
		standIn(at('bin'), '2.2.0');
		const failure: unknown = await resolveNatsServer({env, releasesUrl: nowhere}).catch(
			(error: unknown) => error,
		);
		expect(failure).toBeInstanceOf(NatsServerNotFoundError);
		const {message} = failure as Error;
		expect(message).not.toContain('\n');
		expect(message).toMatch(
			/^No nats-server 2\.11\.0 or newer \(PATH: only 2\.2\.0, .*; cache: none; Debian: .*; GitHub: 127\.0\.0\.1:9 cannot be reached\)/,
		);
		expect(message).toContain('--nats-server PATH');
		expect(message).toContain('--simulated');
	});

	// It needs Debian's mirror, as every fresh machine does that runs these tests.
	it.skipIf(!existsSync('/usr/share/keyrings/debian-archive-keyring.gpg'))(
		'unpacks the package of another Debian suite without touching the system',
		async () => {
			const lists = '/var/lib/apt/lists';
			const before = readdirSync(lists);
			// As on a machine that has never downloaded a package list.
			const config = at('apt.conf');
			writeFileSync(config, `Dir::State::Lists "${at('no-lists')}";\n`);
			const events: ResolveEvent[] = [];
			const binary = await resolveNatsServer({
				env: {...env, PATH: process.env['PATH'], APT_CONFIG: config},
				wanted: {type: 'series', series: '2.9'},
				releasesUrl: nowhere,
				onProgress: event => events.push(event),
			});
			expect(binary.version).toMatch(/^2\.9\./);
			expect(binary.path).toBe(at(`cache/nats-server/${binary.version}-${machine}/nats-server`));
			const downloads = events.filter(event => event.type === 'download');
			expect(downloads.map(({what}) => what)).toEqual([
				'package index',
				`nats-server ${binary.version}`,
			]);
			expect(downloads.every(({bytes}) => (bytes ?? 0) > 1_000_000)).toBe(true);
			expect(cached()).toEqual([`${binary.version}-${machine}`]);
			expect(readdirSync(lists)).toEqual(before);
		},
	);
});
