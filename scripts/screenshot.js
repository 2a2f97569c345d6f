// Draws the readme's picture anew, from the live screen of a real local cluster: `npm run screenshot`.
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';

const root = path.join(import.meta.dirname, '..');
const outfile = path.join(root, 'dist/screenshot.js');
await build({
	entryPoints: [path.join(root, 'scripts/take-screenshot.ts')],
	outfile,
	bundle: true,
	packages: 'external',
	platform: 'node',
	format: 'esm',
	logLevel: 'warning',
});

const {takeScreenshot} = await import(pathToFileURL(outfile).href);
await takeScreenshot(root);
