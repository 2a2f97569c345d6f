import {fileURLToPath} from 'node:url';

const file = JSON.stringify(fileURLToPath(new URL('../source/ui/text/width.ts', import.meta.url)));

/** Ink measures with our width: string-width looks at each bar and line as a possible emoji, which takes a third of a frame. */
export const inkWidth = {
	name: 'ink-width',
	setup(bundler) {
		bundler.onResolve({filter: /^string-width$/}, ({importer}) =>
			/[/\\]node_modules[/\\](ink|widest-line)[/\\]/.test(importer)
				? {path: 'ink-width', namespace: 'ink-width'}
				: undefined,
		);
		bundler.onLoad({filter: /.*/, namespace: 'ink-width'}, () => ({
			contents: `export {styledWidth as default} from ${file}`,
			resolveDir: '.',
		}));
	},
};
