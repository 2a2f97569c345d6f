import process from 'node:process';
import {setFlagsFromString} from 'node:v8';

// What is asked of V8 instead of what it does by itself, which is meant for programs that work without a pause.

const [major = ''] = process.versions.v8.split('.');

/** V8 of Node 20, 22, 24 and 26. An engine that does not know a flag would complain on stderr. */
const isKnown = ['11', '12', '13', '14'].includes(major);

/**
 * Has V8 compile thoroughly only what has run for much longer than usual: for a process that soon ends, or a screen that
 * is busy for seconds and then rests, what that costs does not come back. Measured with Node 20: `balance` of 1,000
 * step-downs 0.93 s of CPU instead of 1.26, `report` of 3,000 groups 0.39 instead of 0.48, of 100,000 groups no more than
 * before. Small functions are no exception: V8 takes them up three times as early, although most of them become part of a
 * larger one. A thousand elections on 30 servers took 0.50 s of CPU instead of 0.60, 0.07 of it in V8's own threads, which
 * compile and collect, instead of 0.17. Later engines have other names for both.
 */
export function compileLater(): void {
	if (major === '11') {
		setFlagsFromString('--interrupt-budget=400000');
		setFlagsFromString('--max-bytecode-size-for-early-opt=0');
	}
}

/**
 * Has V8 tidy up when there is reason to, rather than often, or because little happens:
 * - The space for new objects grows to V8's own limit (16 MiB) with its first growth, which comes while modules are
 *   loaded, instead of by doubling: it starts with 1 MiB, which pictures fill many times a second while leaders move, and
 *   each time several threads wake up to look for what is still in use.
 * - A process that does little is not taken for one that is done, of which some memory could be given back: for that, a
 *   screen of 100,000 groups at rest was stopped for 50 to 60 ms up to every 9 s, a fourth of the CPU time that it took.
 *   V8 asks whether to do that at all (`--memory-reducer`) before it runs a program. Node 20 can only be told to do it once
 *   at a time instead of two or three times, later ones not even once.
 */
export function collectRarely(): void {
	if (isKnown) {
		setFlagsFromString('--semi-space-growth-factor=16');
		setFlagsFromString(keepMemory);
	}
}

const keepMemory = major === '11' ? '--memory-reducer-single-gc' : '--memory-reducer-gc-count=0';

/**
 * Lets the heap double between two passes through all of it. To a process that does little V8 gives so little that replies
 * from the servers use it up in seconds, as buffers count, too: a screen of 100,000 groups at rest, some minutes after its
 * start, went through its 80 MB every 3.5 s, for more than half of the CPU time that it took; with half as much room every
 * 40 s, for 3.2 % of a core instead of 2.6. Not for a start, in which the heap may grow faster.
 */
export function leaveRoom(): void {
	if (isKnown) {
		setFlagsFromString('--heap-growing-percent=100');
	}
}
