import {inkWidth} from './ink-width.js';
import {leanStart} from './lean-start.js';

/** How a program of this project becomes one file that needs nothing but Node. */
export const bundleOptions = {
	bundle: true,
	platform: 'node',
	format: 'esm',
	target: 'node20.19',
	jsx: 'automatic',
	legalComments: 'none',
	logLevel: 'warning',
	define: {
		// Development React keeps every render for its tools: it grows without end.
		'process.env.NODE_ENV': JSON.stringify('production'),
		'process.env.DEV': JSON.stringify('false'),
	},
	banner: {
		js: [
			'#!/usr/bin/env node',
			"import {createRequire as leadertopCreateRequire} from 'node:module';",
			'const require = leadertopCreateRequire(import.meta.url);',
		].join('\n'),
	},
	plugins: [
		leanStart,
		inkWidth,
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
};
