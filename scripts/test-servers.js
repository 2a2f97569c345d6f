// Builds the further nats-servers that the tests can run on, with Go: `npm run test:servers [-- FOLDER]`.
import {spawnSync} from 'node:child_process';
import {mkdirSync, renameSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';

const module = 'github.com/nats-io/nats-server/v2';
const cache = envPaths('leadertop', {suffix: ''}).cache;
const folder = path.resolve(process.argv[2] ?? path.join(cache, 'test-servers'));

mkdirSync(folder, {recursive: true});
for (const series of ['2.11', '2.12', '2.14']) {
	const version = newestOf(series);
	console.log(`nats-server ${version}`);
	go(['install', `${module}@${version}`]);
	renameSync(path.join(folder, 'nats-server'), path.join(folder, `nats-server-${series}`));
}

console.log(`LEADERTOP_TEST_SERVERS=${folder} npm test`);

/** The newest release, without candidates. Go lists versions from the oldest to the newest. */
function newestOf(series) {
	const versions = go(['list', '-m', '-versions', module]).split(/\s+/);
	const newest = versions.findLast(
		version => version.startsWith(`v${series}.`) && !version.includes('-'),
	);
	if (newest === undefined) {
		throw new Error(`there is no release of nats-server ${series}`);
	}

	return newest;
}

function go(args) {
	const {status, error, stdout} = spawnSync('go', args, {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
		env: {...process.env, GOBIN: folder, CGO_ENABLED: '0'},
	});
	if (error || status !== 0) {
		throw error ?? new Error(`go ${args.join(' ')} failed`);
	}

	return stdout;
}
