/**
 * One file out of a tar archive (POSIX ustar: blocks of 512 bytes, a header before each file).
 * @throws Error when the archive does not hold it, or ends inside it
 */
export function extractFile(archive: Buffer, name: string): Buffer {
	let offset = 0;
	while (offset + blockBytes <= archive.length) {
		const entry = textOf(archive, offset, 100);
		const bytes = Number.parseInt(textOf(archive, offset + 124, 12), 8) || 0;
		const start = offset + blockBytes;
		if (entry.replace(/^\.\//, '') === name) {
			if (start + bytes > archive.length) {
				throw new Error(`the archive ends inside ${name}`);
			}

			return archive.subarray(start, start + bytes);
		}

		offset = start + Math.ceil(bytes / blockBytes) * blockBytes;
	}

	throw new Error(`the archive holds no ${name}`);
}

const blockBytes = 512;

function textOf(archive: Buffer, offset: number, length: number): string {
	return archive.toString('utf8', offset, offset + length).replace(/[\0 ].*$/s, '');
}
