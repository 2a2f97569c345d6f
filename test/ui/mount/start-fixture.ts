import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {build} from 'esbuild';
import {afterAll, beforeAll, onTestFinished} from 'vitest';
import {openPty, type PtyOptions, type PtyScreen} from '../../support/pty-screen.ts';

/** Bundles a program of `fixtures/` before the tests of the file; returns how to learn where it is. */
export function bundleFixture(name: string): () => string {
	let folder = '';
	const file = () => path.join(folder, 'fixture.js');
	beforeAll(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'leadertop-fixture-'));
		await build({
			entryPoints: [path.join(import.meta.dirname, 'fixtures', name)],
			outfile: file(),
			bundle: true,
			platform: 'node',
			format: 'esm',
			jsx: 'automatic',
			minifySyntax: true,
			alias: {'react-devtools-core': path.join(import.meta.dirname, 'fixtures/no-devtools.js')},
			define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
			banner: {
				js: "import {createRequire} from 'node:module'; const require = createRequire(import.meta.url);",
			},
		});
	});
	afterAll(async () => {
		await rm(folder, {recursive: true, force: true});
	});
	return file;
}

/** A terminal that is closed when the test ends, however it ends. */
export function startPty(options: PtyOptions): PtyScreen {
	const screen = openPty(options);
	onTestFinished(() => screen.close());
	return screen;
}
