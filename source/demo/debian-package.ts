import {access, mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import type {ServerSource, SourceRequest} from './server-source.ts';
import {describeWanted, meetsVersion, readServerVersion, runCommand} from './server-version.ts';

/**
 * Debian's own package of any suite, through an apt state of our own: system files are read, never written.
 * The binaries of bookworm (2.9), trixie (2.10) and sid (2.15) need only libc6 >= 2.34.
 */
export const debianPackage: ServerSource = {
	place: 'Debian',
	async find(request) {
		await access(keyring).catch((cause: unknown) => {
			throw new Error('this is no Debian', {cause});
		});
		const mirror = await findMirror(request);
		return request.cache.withScratch(async folder => {
			const env = await isolateApt(folder, mirror, suiteFor(request), request);
			const apt = {env, signal: request.signal, cwd: folder};

			await runCommand('apt-get', ['update'], {
				...apt,
				onLine(line) {
					// Get:2 <mirror> sid/main amd64 Packages [10.8 MB]
					const bytes = sizeOf(/Packages \[(.*)]$/.exec(line)?.[1]);
					if (bytes !== undefined) {
						request.report({
							type: 'download',
							what: 'package index',
							from: new URL(mirror).host,
							bytes,
						});
					}
				},
			});

			const uris = await runCommand('apt-get', ['download', '--print-uris', 'nats-server'], apt);
			const offer = readOffer(uris);
			if (!meetsVersion(offer.version, request.wanted)) {
				throw new Error(`only ${offer.version}, ${describeWanted(request.wanted)} is needed`);
			}

			const what = `nats-server ${offer.version}`;
			request.report({type: 'download', what, from: new URL(mirror).host, bytes: offer.bytes});
			await runCommand('apt-get', ['download', 'nats-server'], apt);
			await runCommand('dpkg-deb', ['-x', offer.file, 'unpacked'], apt);
			const binary = path.join(folder, 'unpacked/usr/sbin/nats-server');
			const version = await readServerVersion(binary, request);
			return {path: await request.cache.keep(binary, version), version, place: 'Debian'};
		});
	},
};

type AptRequest = Pick<SourceRequest, 'env' | 'signal'>;

/** Signs all suites. */
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Which suite carries which series. What is not named here is asked of the newest. */
const suites: Readonly<Record<string, string>> = {'2.9': 'bookworm', '2.10': 'trixie'};

function suiteFor({wanted}: SourceRequest): string {
	return (wanted.type === 'series' ? suites[wanted.series] : undefined) ?? 'sid';
}

/** The main archive that this system uses: its updates and security parts carry other suites or none of ours. */
export async function findMirror({env, signal}: AptRequest): Promise<string> {
	const format = '$(REPO_URI) $(RELEASE) $(COMPONENT)';
	const targets = await runCommand(
		'apt-get',
		// Without release info apt also names what it has never downloaded: the lists of a fresh machine are empty.
		['indextargets', '--no-release-info', '--format', format, 'Created-By: Packages'],
		{env, signal},
	);
	for (const line of targets.split('\n')) {
		const [uri, release, component] = line.split(' ');
		if (
			uri?.startsWith('cdrom:') === false &&
			component === 'main' &&
			mainSuite.test(release ?? '')
		) {
			return uri;
		}
	}

	throw new Error('apt names no mirror of the main archive');
}

const mainSuite = /^(bullseye|bookworm|trixie|forky|duke|sid|(old){0,2}stable|testing|unstable)$/;

/**
 * Writes a configuration that keeps this system's way to the network (proxies, timeouts, certificates) and nothing
 * else of it, its hooks least of all.
 * @returns the environment in which apt uses it
 */
export async function isolateApt(
	folder: string,
	mirror: string,
	suite: string,
	{env, signal}: AptRequest,
): Promise<NodeJS.ProcessEnv> {
	const system = await runCommand('apt-config', ['dump'], {env, signal});
	const network = system.split('\n').filter(line => line.startsWith('Acquire::'));
	const file = (name: string) => path.join(folder, name);
	await mkdir(file('lists/partial'), {recursive: true});
	await mkdir(file('archives/partial'), {recursive: true});
	await writeFile(file('status'), '');
	await writeFile(file('sources.list'), `deb [signed-by=${keyring}] ${mirror} ${suite} main\n`);
	await writeFile(
		file('apt.conf'),
		[
			...network,
			'Acquire::PDiffs "false";',
			// Else apt takes a mirror out of reach for an empty one.
			'APT::Update::Error-Mode "any";',
			// Root drops to the user _apt for downloads, who may not write here.
			`APT::Sandbox::User "${process.getuid?.() === 0 ? 'root' : ''}";`,
			'Dir::Etc::main "/dev/null";',
			'Dir::Etc::parts "/dev/null";',
			'Dir::Etc::sourceparts "/dev/null";',
			'Dir::Etc::preferencesparts "/dev/null";',
			'Dir::Etc::preferences "/dev/null";',
			`Dir::Etc::sourcelist "${file('sources.list')}";`,
			`Dir::State "${folder}";`,
			`Dir::State::status "${file('status')}";`,
			`Dir::State::lists "${file('lists')}";`,
			`Dir::Cache "${folder}";`,
			`Dir::Cache::archives "${file('archives')}";`,
			'',
		].join('\n'),
	);
	return {...env, APT_CONFIG: file('apt.conf'), LC_ALL: 'C'};
}

type Offer = {readonly version: string; readonly file: string; readonly bytes: number};

function readOffer(uris: string): Offer {
	// 'http://mirror/…/nats-server_2.15.1-1_amd64.deb' nats-server_2.15.1-1_amd64.deb 5351944 SHA256:…
	const match = /' (nats-server_([\d.]+)\S*\.deb) (\d+) SHA256:/.exec(uris);
	const [, file, version, bytes] = match ?? [];
	if (file === undefined || version === undefined) {
		throw new Error('its archive offers no nats-server');
	}

	return {version, file, bytes: Number(bytes)};
}

const units: Readonly<Record<string, number>> = {B: 1, kB: 1e3, MB: 1e6};

/** apt's own way to write sizes, in bytes. */
function sizeOf(text: string | undefined): number | undefined {
	const [amount, unit = ''] = text?.split(' ') ?? [];
	const factor = units[unit];
	return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}
