/**
 * Whether a write waits until the terminal has taken it. Node lets terminals block: one that stalls (a slow SSH line) then
 * stops the whole process. There is no public switch, hence the look at the handle; without it all works, but may stall.
 *
 * The mode may belong to the shell too: whoever switches it off switches it on again before the shell comes back. (Node does
 * so in its own exit.)
 */
export function setBlocking(stream: NodeJS.WriteStream, blocking: boolean): void {
	const handle: unknown = Reflect.get(stream, '_handle');
	if (canBlock(handle)) {
		handle.setBlocking(blocking);
	}
}

function canBlock(handle: unknown): handle is {setBlocking: (blocking: boolean) => void} {
	return (
		typeof handle === 'object' &&
		handle !== null &&
		'setBlocking' in handle &&
		typeof handle.setBlocking === 'function'
	);
}
