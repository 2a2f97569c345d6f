import {builtinModules} from 'node:module';
import {readFile} from 'node:fs/promises';
import path from 'node:path';

/**
 * What a program need not load before its first frame, or at all, it shall not load then. Each of these was measured:
 * together they were a third of the time from start to first frame.
 */
export const leanStart = {
	name: 'lean-start',
	setup(bundler) {
		loadBuiltinsWhenNeeded(bundler);
		measureNarrowTextAlone(bundler);
		readYogaWithoutFetch(bundler);
	},
};

/** An import of crypto, tls and the like loads them when the file that has it runs, not when the program starts. */
function loadBuiltinsWhenNeeded(bundler) {
	const names = builtinModules.map(name => name.replaceAll('/', String.raw`\/`)).join('|');
	bundler.onResolve({filter: new RegExp(`^(node:)?(${names})$`)}, ({kind, path: name}) =>
		kind === 'import-statement' || kind === 'dynamic-import'
			? {path: name.replace(/^(node:)?/, 'node:'), namespace: 'builtin'}
			: undefined,
	);
	bundler.onLoad({filter: /.*/, namespace: 'builtin'}, ({path: name}) => ({
		contents: `module.exports = require(${JSON.stringify(name)})`,
	}));
}

/** string-width begins with a segmenter of graphemes and the properties of all emoji: 60 ms that ASCII and our own glyphs do not need. */
function measureNarrowTextAlone(bundler) {
	const narrowClass = path.join(import.meta.dirname, '../source/ui/text/narrow-class.ts');
	bundler.onResolve({filter: /^string-width$/}, async ({path: name, ...args}) => {
		if (args.namespace === 'narrow-first') {
			return undefined;
		}

		const {resolveDir, kind} = args;
		const real = await bundler.resolve(name, {resolveDir, kind, namespace: 'narrow-first'});
		return {path: real.path, namespace: 'narrow-first'};
	});
	bundler.onLoad({filter: /.*/, namespace: 'narrow-first'}, ({path: real}) => ({
		resolveDir: path.dirname(real),
		contents: `
			import {narrowClass} from ${JSON.stringify(narrowClass)};
			const narrow = new RegExp('^[' + narrowClass + ']*$');
			const rowSign = /^[\\u{100000}-\\u{10FFFD}]$/u;
			export default function stringWidth(text, options) {
				if (narrow.test(text)) {
					return text.length;
				}

				return rowSign.test(text) ? 1 : require(${JSON.stringify(real)}).default(text, options);
			}
		`,
	}));
}

/** To ask for fetch is enough to have Node load all of undici: 50 ms. The bytes are in the file anyway. */
function readYogaWithoutFetch(bundler) {
	bundler.onLoad({filter: /yoga-wasm-base64-esm\.js$/}, async ({path: file}) => {
		const contents = await readFile(file, 'utf8');
		const asking = '"function"!=typeof fetch';
		if (!contents.includes(asking)) {
			throw new Error(`${file} does not ask for fetch any more: see whether it still loads undici`);
		}

		return {contents: contents.replaceAll(asking, 'true')};
	});
}
