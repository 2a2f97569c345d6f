// Bundles the CLI into one executable file that needs nothing but Node:
// `scp dist/leadertop.js bastion:` is a whole installation.
import {chmod, readFile} from 'node:fs/promises';
import {build} from 'esbuild';
import {bundleOptions} from './bundle-options.js';

const development = process.argv.includes('--dev');
const {version} = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

await build({
	...bundleOptions,
	entryPoints: ['source/cli.ts'],
	outfile: 'dist/leadertop.js',
	minifySyntax: !development,
	// Half as much to read at each start; names stay, for whoever sends a stack.
	minifyWhitespace: !development,
	sourcemap: development ? 'inline' : false,
	define: {...bundleOptions.define, LEADERTOP_VERSION: JSON.stringify(version)},
});

await chmod('dist/leadertop.js', 0o755);
