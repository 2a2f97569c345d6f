// Draws the readme's pictures anew, from the live screen of real local clusters: `npm run screenshot`.
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';

const root = path.join(import.meta.dirname, '..');
const outdir = path.join(root, 'dist/screenshot');
await build({
	entryPoints: ['take-screenshot', 'record-convergence'].map(name =>
		path.join(root, `scripts/${name}.ts`),
	),
	outdir,
	bundle: true,
	packages: 'external',
	platform: 'node',
	format: 'esm',
	logLevel: 'warning',
});

const load = name => import(pathToFileURL(path.join(outdir, `${name}.js`)).href);
const {takeScreenshot} = await load('take-screenshot');
await takeScreenshot(root);
const {recordConvergence} = await load('record-convergence');
await recordConvergence(root);
