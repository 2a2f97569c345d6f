// Runs the benchmarks: `npm run bench [-- name …]`. The names are those in bench/suites.ts; the table is printed and,
// when all of them ran, written to bench/results.md.
import {mkdir, readdir, rm} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';
import {build, stop} from 'esbuild';
import {bundleOptions} from './bundle-options.js';

const root = path.join(import.meta.dirname, '..');
// What an interrupted run left goes with it: whatever the benchmarks write is below this folder.
const outdir = path.join(root, 'dist/bench');
await rm(outdir, {recursive: true, force: true});
await mkdir(outdir, {recursive: true});

const options = {...bundleOptions, absWorkingDir: root, outdir, outbase: 'bench'};
const programs = await readdir(path.join(root, 'bench/programs'));
await Promise.all([
	build({...options, entryPoints: ['bench/main.ts'], packages: 'external'}),
	build({
		...options,
		entryPoints: programs.map(file => `bench/programs/${file}`),
		minifySyntax: true,
	}),
]);
await stop();

const {main} = await import(pathToFileURL(path.join(outdir, 'main.js')).href);
process.exit(await main({names: process.argv.slice(2), root}));
