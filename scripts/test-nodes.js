// Runs the end-to-end tests on several versions of Node: `npm run test:nodes [-- 20 22]`.
import {spawnSync} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import {nodeOf} from './node-of.js';

const majors = process.argv.slice(2);
const vitest = path.join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
const system =
	{linux: 'linux', darwin: 'darwin', win32: 'win'}[process.platform] ?? process.platform;
const failed = [];

for (const major of majors.length === 0 ? ['20', '22', '24', '26'] : majors) {
	const {file, version} = await nodeOf(`${system}-${process.arch}`, major);
	console.log(`Node ${version}`);
	const {status} = spawnSync(file, [vitest, 'run', 'test/commands'], {
		stdio: 'inherit',
		env: {...process.env, PATH: `${path.dirname(file)}${path.delimiter}${process.env.PATH ?? ''}`},
	});
	if (status !== 0) {
		failed.push(version);
	}
}

console.log(failed.length === 0 ? 'passed on all' : `failed on Node ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
