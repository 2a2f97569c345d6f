import type {Command} from './cli/command.ts';
import {UsageError} from '../session/errors.ts';

export const completion: Command = {
	name: 'completion',
	arguments: ['SHELL', '[WORD...]'],
	summary: 'print what completes commands in bash, zsh or fish',
	flags: {},
	async run({commands, input, env, stdout}) {
		const [shell = '', ...words] = input;
		const {isShell, scripts} = await import('./completion/scripts.ts');
		if (!isShell(shell)) {
			throw new UsageError(`completion takes ${Object.keys(scripts).join(', ')}`);
		}

		if (words.length === 0) {
			stdout.write(scripts[shell]);
			return 0;
		}

		// The script asks what may stand in place of the last word.
		const [{candidatesFor}, {contextNames}] = await Promise.all([
			import('./completion/candidates.ts'),
			import('../nats/access/contexts.ts'),
		]);
		const found = candidatesFor(words, commands, () => contextNames(env));
		const lines =
			found === 'files' ? [':files'] : found.map(({text, help}) => `${text}\t${help ?? ''}`);
		stdout.write(lines.map(line => `${line}\n`).join(''));
		return 0;
	},
};
