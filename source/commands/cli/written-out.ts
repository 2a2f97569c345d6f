/**
 * Resolves once all that was written has been taken, or nobody takes it any more. A pipe takes only so much at a time, and
 * what it has not taken is lost when the process ends: measured on Linux, all but the first 128 or 214 KiB.
 */
export async function writtenOut(stream: NodeJS.WriteStream): Promise<void> {
	if (stream.writableLength === 0 || stream.destroyed) {
		return;
	}

	await new Promise<void>(resolve => {
		stream.once('error', () => {
			resolve();
		});
		stream.write('', () => {
			resolve();
		});
	});
}
