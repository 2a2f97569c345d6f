import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {betweenFolders, circles, type Imports} from './circles.ts';
import {importsOf} from './imports-of.ts';
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

describe('circles', () => {
	const imports: Imports = new Map(
		files.map(file => [
			file,
			new Set(
				importsOf(file, readFileSync(path.join(source, file), 'utf8'))
					.filter(request => request.startsWith('.'))
					.map(request => path.posix.join(path.posix.dirname(file), request)),
			),
		]),
	);

	it('has none of files', () => {
		expect(circles(imports)).toEqual([]);
	});

	it('has none of folders', () => {
		expect(circles(betweenFolders(imports))).toEqual([]);
	});

	it('finds a planted one of files, of two and of three', () => {
		expect(
			circles(
				graph({'a.ts': ['b.ts', 'x.ts'], 'b.ts': ['a.ts'], 'x.ts': ['y.ts'], 'y.ts': ['z.ts']}),
			),
		).toEqual([['a.ts', 'b.ts']]);
		expect(
			circles(graph({'x.ts': ['y.ts'], 'y.ts': ['z.ts', 'w.ts'], 'z.ts': ['x.ts'], 'w.ts': []})),
		).toEqual([['x.ts', 'y.ts', 'z.ts']]);
	});

	it('finds a planted one of folders whose files are in none', () => {
		const planted = graph({
			'ui/a.ts': ['ui/rows/b.ts'],
			'ui/rows/b.ts': [],
			'ui/rows/c.ts': ['ui/d.ts'],
			'ui/d.ts': [],
		});
		expect(circles(planted)).toEqual([]);
		expect(circles(betweenFolders(planted))).toEqual([['ui', 'ui/rows']]);
	});

	it('takes shared targets for no circle', () => {
		expect(
			circles(
				graph({'a.ts': ['b.ts', 'c.ts'], 'b.ts': ['d.ts'], 'c.ts': ['d.ts', 'b.ts'], 'd.ts': []}),
			),
		).toEqual([]);
	});
});

function graph(edges: Readonly<Record<string, readonly string[]>>): Imports {
	return new Map(Object.entries(edges).map(([file, targets]) => [file, new Set(targets)]));
}
