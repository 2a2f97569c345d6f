// Disturbs a real local cluster for a while and looks whether leadertop ever says what is not so:
// `npm run chaos [-- MINUTES [SEED]]`, 20 minutes when not given.
import {mkdir, rm} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';
import {bundleOptions} from './bundle-options.js';

const root = path.join(import.meta.dirname, '..');
const outdir = path.join(root, 'dist/chaos');
await rm(outdir, {recursive: true, force: true});
await mkdir(outdir, {recursive: true});
await build({
	...bundleOptions,
	absWorkingDir: root,
	outdir,
	entryPoints: ['bench/chaos/main.ts'],
	packages: 'external',
});

const [minutes = '20', seed = String(Date.now() % 1_000_000)] = process.argv.slice(2);
console.log(`seed ${seed}`);
const {chaos} = await import(pathToFileURL(path.join(outdir, 'main.js')).href);
const faults = await chaos({
	minutes: Number(minutes),
	seed: Number(seed),
	cli: path.join(root, 'dist/leadertop.js'),
	log: line => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`),
});
process.exit(faults === 0 ? 0 : 1);
