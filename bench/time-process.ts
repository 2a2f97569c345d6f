import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';

/** From the start of a Node process to its end, in ms. */
export async function timeProcess(args: readonly string[]): Promise<number> {
	const startedAt = performance.now();
	const child = spawn(process.execPath, args, {stdio: 'ignore'});
	const [code] = await once(child, 'exit');
	const elapsedMs = performance.now() - startedAt;
	if (code !== 0) {
		throw new Error(`node ${args.join(' ')} ended with ${String(code)}`);
	}

	return elapsedMs;
}
