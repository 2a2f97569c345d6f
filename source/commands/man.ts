import type {Command} from './cli/command.ts';

declare const LEADERTOP_VERSION: string;

export const man: Command = {
	name: 'man',
	arguments: [],
	summary: 'the manual page, for `leadertop man | man -l -`',
	flags: {},
	async run({commands, stdout}) {
		const [{manualPage}, {keySectionsFor}, {keyCaption}, {unicodeGlyphs}] = await Promise.all([
			import('./cli/manual-page.ts'),
			import('../ui/update/active-keys.ts'),
			import('../ui/update/key-binding.ts'),
			import('../ui/glyphs.ts'),
		]);
		const keys = keySectionsFor('live').map(({title, keys: bindings}) => ({
			title,
			keys: bindings.map(({keys: names, help}) => ({
				caption: names.map(name => keyCaption(name, unicodeGlyphs)).join(' '),
				help,
			})),
		}));
		stdout.write(manualPage({commands, keys, version: LEADERTOP_VERSION}));
		return 0;
	},
};
