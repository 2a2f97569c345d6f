import path from 'node:path';
import {importsOf} from './imports-of.ts';
import {layers} from './layers.ts';

/**
 * The imports of one file that the table of layers does not allow.
 * @param file the file's path below `source/`, with `/` between folders
 */
export function violations(file: string, text: string): string[] {
	const home = layerOf(file);
	const allowed = layers[home];
	if (!allowed) {
		return [`${file}: no layer of the table holds this file`];
	}

	const found: string[] = [];
	for (const request of importsOf(file, text)) {
		if (request.startsWith('.')) {
			const target = layerOf(path.posix.join(path.posix.dirname(file), request));
			if (target !== home && !allowed.layers.includes(target)) {
				found.push(`${file}: ${home} may not import ${target} (${request})`);
			}
		} else if (!allowed.packages.includes(packageOf(request))) {
			found.push(`${file}: ${home} may not import the package ${request}`);
		}
	}

	return found;
}

function layerOf(file: string): string {
	return file.split('/')[0] ?? file;
}

function packageOf(request: string): string {
	if (request.startsWith('node:')) {
		return 'node';
	}

	const parts = request.split('/');
	return request.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? request);
}
