import {readFileSync, statSync} from 'node:fs';
import type {SecretSource} from './connection-target.ts';
import {Secret} from './secret.ts';

/**
 * Reads a secret anew at every call, as far as it comes from a file.
 * While the file is away, half written or wrong, the last good content is given: throwing would end a connection for
 * good that only waits for its credentials to be replaced.
 * @param parse throws for a text that cannot be used
 */
export function rotatingSecret<Parsed>(
	{text, file}: SecretSource,
	parse: (text: Secret) => Parsed,
): () => Parsed {
	let last = parse(text);
	return () => {
		const fresh = file === undefined ? undefined : readAgain(file);
		if (fresh !== undefined) {
			try {
				last = parse(fresh);
			} catch {
				// Kept as it was.
			}
		}

		return last;
	};
}

function readAgain(file: string): Secret | undefined {
	try {
		// The pipe of a shell's `<(…)` was emptied by the first reading, and reading it again might wait for ever.
		return statSync(file).isFile() ? new Secret(readFileSync(file, 'utf8')) : undefined;
	} catch {
		return undefined;
	}
}
