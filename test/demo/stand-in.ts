import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';

/** Puts a program there that knows its version and nothing else. For the search: what is found is never run. */
export function standIn(folder: string, version: string): string {
	mkdirSync(folder, {recursive: true});
	const file = path.join(folder, 'nats-server');
	writeFileSync(file, `#!/bin/sh\necho "nats-server: v${version}"\n`, {mode: 0o755});
	return file;
}
