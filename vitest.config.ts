import process from 'node:process';
import {defineConfig} from 'vitest/config';

export default defineConfig({
	// Development JSX does not exist in the production React that the tests run with.
	esbuild: {jsx: 'automatic', jsxDev: false},
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		reporters: ['default', './test/support/closing-line.ts'],
		// Two cores carry the tests and the clusters they start.
		maxWorkers: 2,
		// Real servers on a machine that does other work too may miss a deadline; twice in a row is a fault of ours.
		retry: process.env['CI'] === undefined ? 0 : 1,
		testTimeout: 60_000,
		hookTimeout: 180_000,
		env: {NODE_ENV: 'production'},
	},
});
