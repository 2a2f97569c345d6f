// Runs the benchmarks: `npm run bench [-- name …]`. Each file of bench/suites/ is one benchmark; the table is
// printed and written to bench/results.md.
import {mkdir, readdir, rm} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';

const root = path.join(import.meta.dirname, '..');
const names = process.argv.slice(2);
const suites = (await readdir(path.join(root, 'bench/suites')))
	.map(file => file.replace(/\.tsx?$/, ''))
	.filter(name => names.length === 0 || names.includes(name));
if (suites.length === 0) {
	process.stderr.write(`no benchmark is called ${names.join(' or ')}\n`);
	process.exit(2);
}

const outdir = path.join(root, 'dist/bench');
await rm(outdir, {recursive: true, force: true});
await mkdir(outdir, {recursive: true});
await build({
	entryPoints: [...suites.map(name => `bench/suites/${name}.ts`), 'bench/publish.ts'],
	absWorkingDir: root,
	outdir,
	outbase: 'bench',
	bundle: true,
	packages: 'external',
	platform: 'node',
	format: 'esm',
	target: 'node20.19',
	define: {'process.env.NODE_ENV': '"production"'},
	logLevel: 'warning',
});

const load = async file => import(pathToFileURL(path.join(outdir, file)).href);
const sections = [];
for (const name of suites) {
	process.stderr.write(`${name} …\n`);
	const {title, run} = await load(`suites/${name}.js`);
	sections.push({title, rows: await run(line => process.stderr.write(`  ${line}\n`))});
}

const {publish} = await load('publish.js');
await publish(sections, {file: path.join(root, 'bench/results.md'), partial: names.length > 0});
