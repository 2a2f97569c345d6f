// Bundles the CLI into one executable file that needs nothing but Node:
// `scp dist/leadertop.js bastion:` is a whole installation.
import {chmod, readFile} from 'node:fs/promises';
import {build} from 'esbuild';

const development = process.argv.includes('--dev');
const {version} = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));

await build({
	entryPoints: ['source/cli.ts'],
	outfile: 'dist/leadertop.js',
	bundle: true,
	platform: 'node',
	format: 'esm',
	target: 'node20.19',
	minifySyntax: !development,
	sourcemap: development ? 'inline' : false,
	legalComments: 'none',
	logLevel: 'warning',
	define: {
		// Development React keeps every render for its tools: it grows without end.
		'process.env.NODE_ENV': JSON.stringify('production'),
		'process.env.DEV': JSON.stringify('false'),
		LEADERTOP_VERSION: JSON.stringify(version),
	},
	banner: {
		js: [
			'#!/usr/bin/env node',
			"import {createRequire as leadertopCreateRequire} from 'node:module';",
			'const require = leadertopCreateRequire(import.meta.url);',
		].join('\n'),
	},
	plugins: [
		{
			name: 'no-devtools',
			setup(bundler) {
				bundler.onResolve({filter: /^react-devtools-core$/}, ({path}) => ({
					path,
					namespace: 'empty',
				}));
				bundler.onLoad({filter: /.*/, namespace: 'empty'}, () => ({contents: 'export default {}'}));
			},
		},
	],
});

await chmod('dist/leadertop.js', 0o755);
