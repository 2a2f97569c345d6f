import process from 'node:process';
import {configDefaults, defineConfig} from 'vitest/config';

/** What needs no server, and leaves nothing behind in its modules: to load them once for all of it takes half as long. */
const logic = ['domain', 'layers', 'recording', 'report', 'session', 'sim', 'state', 'ui'].map(
	room => `test/${room}/**/*.test.{ts,tsx}`,
);

export default defineConfig({
	// Development JSX does not exist in the production React that the tests run with.
	esbuild: {jsx: 'automatic', jsxDev: false},
	test: {
		projects: [
			{extends: true, test: {name: 'logic', include: logic, isolate: false}},
			{
				extends: true,
				test: {
					name: 'clusters',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: [...configDefaults.exclude, ...logic],
				},
			},
		],
		reporters: ['default', './test/support/closing-line.ts'],
		// Two cores carry three of them: most of the time tests wait for real servers.
		maxWorkers: 3,
		// Real servers on a machine that does other work too may miss a deadline; twice in a row is a fault of ours.
		retry: process.env['CI'] === undefined ? 0 : 1,
		testTimeout: 60_000,
		hookTimeout: 180_000,
		env: {NODE_ENV: 'production'},
	},
});
