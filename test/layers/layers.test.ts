import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {violations} from './violations.ts';

const source = path.join(import.meta.dirname, '../../source');

const files = readdirSync(source, {recursive: true, encoding: 'utf8'})
	.filter(file => /\.tsx?$/.test(file))
	.map(file => file.split(path.sep).join('/'));

describe('layers', () => {
	it('finds the source', () => {
		expect(files).toContain('cli.ts');
	});

	it.each(files)('%s imports only what its layer may', file => {
		expect(violations(file, readFileSync(path.join(source, file), 'utf8'))).toEqual([]);
	});

	it.each([
		['a value', "import {x} from '../ui/x.ts'"],
		['a type', "import type {X} from '../ui/x.ts'"],
		['a re-export', "export {x} from '../ui/x.ts'"],
		['a re-export of everything', "export * from '../ui/x.ts'"],
		['a dynamic import', "const x = await import('../ui/x.ts')"],
		['a type by its module', "type X = import('../ui/x.ts').X"],
		['a package', "import fs from 'node:fs'"],
		['a computed import', 'const x = await import(name)'],
	])('refuses %s that crosses the table', (_, text) => {
		expect(violations('domain/planted.ts', text)).toHaveLength(1);
	});

	it('refuses a file outside every layer', () => {
		expect(violations('stray/planted.ts', '')).toHaveLength(1);
	});
});
