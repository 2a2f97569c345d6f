// Makes one executable file that needs no Node: `npm run binary [-- linux-x64 linux-arm64 darwin-x64 win-x64]`;
// with `--smoke` the one for this machine is tried in a terminal.
// Node's own single-executable support puts the bundle into a Node binary of the target; the Node that does it has to be
// of the same version, and of 25.5 or newer (nodejs.org/api/single-executable-applications.html).
import {spawnSync} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {nodeOf} from './node-of.js';
import {smokeBinary} from './smoke-binary.js';

const major = '26';
const root = path.join(import.meta.dirname, '..');
const systems = {linux: 'linux', darwin: 'darwin', win32: 'win'};
const here = `${systems[process.platform] ?? process.platform}-${process.arch}`;
const named = process.argv.slice(2).filter(word => word !== '--smoke');

for (const target of named.length === 0 ? [here] : named) {
	const executable = await nodeOf(target, major);
	const builder = target === here ? executable : await nodeOf(here, executable.version);
	const output = path.join(
		root,
		'dist',
		`leadertop-${target}${target.startsWith('win') ? '.exe' : ''}`,
	);
	await embed(builder.file, executable.file, output);
	console.log(`${path.relative(root, output)}, with Node ${executable.version}`);
	if (target === here && process.argv.includes('--smoke')) {
		console.log(`works without Node: leadertop ${await smokeBinary(output)}`);
	}
}

async function embed(builder, executable, output) {
	const folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-binary-'));
	try {
		const config = path.join(folder, 'sea.json');
		const main = path.join(root, 'dist', 'leadertop.js');
		await writeFile(
			config,
			JSON.stringify({
				main,
				mainFormat: 'module',
				executable,
				output,
				disableExperimentalSEAWarning: true,
			}),
		);
		const {status, stderr} = spawnSync(builder, ['--build-sea', config], {encoding: 'utf8'});
		if (status !== 0) {
			throw new Error(`${builder} --build-sea failed: ${stderr.trim()}`);
		}
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}
