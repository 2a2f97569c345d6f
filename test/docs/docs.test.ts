import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {cliFile} from '../support/cli-file.ts';
import {runCli} from '../support/run-cli.ts';

const root = path.join(import.meta.dirname, '../..');

const pages = [
	'readme.md',
	...readdirSync(path.join(root, 'docs'))
		.filter(file => file.endsWith('.md'))
		.map(file => `docs/${file}`),
];

describe('readme and docs', () => {
	it.each(pages)('%s links only to what is there', page => {
		const broken = linksIn(textOf(page)).filter(link => !leadsSomewhere(page, link));
		expect(broken).toEqual([]);
	});

	it('leave no page without a link from the readme', () => {
		const linked = new Set(linksIn(textOf('readme.md')).map(link => link.split('#')[0]));
		expect(pages.filter(page => page !== 'readme.md' && !linked.has(page))).toEqual([]);
	});

	it('name only commands and flags that exist', async () => {
		const overview = (await runCli(['--help'])).stdout;
		const commands = [...overview.matchAll(/^ {2}([a-z]+)(?: [A-Z]+)? {2,}/gm)].map(
			([, name = '']) => name,
		);
		expect(commands).toContain('watch');
		const flags = new Map<string, ReadonlySet<string>>();
		for (const command of commands) {
			flags.set(command, flagsIn((await runCli([command, '--help'])).stdout));
		}

		const unknown = pages.flatMap(page =>
			usesIn(textOf(page)).flatMap(({command, flag}) => {
				const known =
					command === undefined
						? [...flags.values()].some(each => each.has(flag))
						: flags.get(command)?.has(flag) === true;
				return known ? [] : [`${page}: ${command ?? ''} ${flag}`];
			}),
		);
		expect(unknown).toEqual([]);
		const called = pages.flatMap(page => callsIn(textOf(page)));
		expect(called.filter(name => !commands.includes(name))).toEqual([]);
	});

	it('keeps the readme to what fits into ten minutes', () => {
		expect(textOf('readme.md').split('\n').length).toBeLessThanOrEqual(200);
	});
});

describe('what runs leadertop all the time', () => {
	const folder = path.join(root, 'docs/deploy');

	it('gives only flags and variables that exist', async () => {
		const calls = ['leadertop-exporter.service', 'leadertop-keep.service', 'kubernetes.yaml']
			.flatMap(file => readFileSync(path.join(folder, file), 'utf8').split('\n'))
			.flatMap(line => {
				const [, call] = /^(?:ExecStart=\S+\/leadertop | *args: )(.*)$/.exec(line) ?? [];
				return call === undefined ? [] : [call.replaceAll(/[[\]',]/g, '')];
			});
		expect(calls.map(call => call.split(' ')[0])).toEqual([
			'exporter',
			'balance',
			'exporter',
			'check',
		]);
		for (const call of calls) {
			const [command = ''] = call.split(' ');
			const known = flagsIn((await runCli([command, '--help'])).stdout);
			expect([...flagsIn(call)].filter(flag => !known.has(flag))).toEqual([]);
		}
	});

	it('has units that systemd takes', context => {
		if (spawnSync('systemd-analyze', ['--version']).status !== 0) {
			context.skip('no systemd here');
		}

		const scratch = mkdtempSync(path.join(os.tmpdir(), 'leadertop-units-'));
		try {
			for (const file of ['leadertop-exporter.service', 'leadertop-keep.service']) {
				const unit = readFileSync(path.join(folder, file), 'utf8');
				const copy = path.join(scratch, file);
				// It has to be there.
				writeFileSync(copy, unit.replace('/usr/local/bin/leadertop', cliFile));
				const {status, stderr} = spawnSync('systemd-analyze', ['verify', copy], {encoding: 'utf8'});
				expect({status, stderr}).toEqual({status: 0, stderr: ''});
			}
		} finally {
			rmSync(scratch, {recursive: true, force: true});
		}
	});
});

function textOf(page: string): string {
	return readFileSync(path.join(root, page), 'utf8');
}

function linksIn(text: string): readonly string[] {
	return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

function leadsSomewhere(page: string, link: string): boolean {
	if (/^https?:/.test(link)) {
		return true;
	}

	const [file = '', anchor] = link.split('#');
	const target = file === '' ? page : path.join(path.dirname(page), file);
	return (
		existsSync(path.join(root, target)) &&
		(anchor === undefined || anchorsIn(textOf(target)).includes(anchor))
	);
}

/** As the places that show Markdown make them of headings. */
function anchorsIn(text: string): readonly string[] {
	return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
		title
			.toLowerCase()
			.replace(/[^\w\s-]/g, '')
			.replace(/\s/g, '-'),
	);
}

function flagsIn(help: string): ReadonlySet<string> {
	return new Set([...help.matchAll(/--[a-z][a-z0-9-]*/g)].map(([flag]) => flag));
}

type Use = {
	/** Undefined where a flag stands by itself. */
	readonly command: string | undefined;
	readonly flag: string;
};

/** Flags in code: `leadertop check --wait 120s` as one of check, `--wait` alone as one of any command. */
function usesIn(text: string): readonly Use[] {
	return codeIn(text).flatMap(code =>
		// What is quoted is somebody else's command: `--exec 'nats-server --signal ldm'`.
		code
			.replaceAll(/'[^']*'/g, "''")
			.split(/&&|\|\||;|\n| \| /)
			.flatMap(part => {
				const [, own] = /(?:^|\s)leadertop(?: ([a-z]+))?(?=\s|$)/.exec(part) ?? [];
				const isOurs = /(?:^|\s)leadertop(?=\s|$)/.test(part);
				if (!isOurs && !/^`?\s*--/.test(part)) {
					return [];
				}

				const command = isOurs ? (own ?? 'watch') : undefined;
				return [...flagsIn(part.replace(/#.*$/, ''))].map(flag => ({command, flag}));
			}),
	);
}

function callsIn(text: string): readonly string[] {
	return codeIn(text).flatMap(code =>
		[...code.matchAll(/(?:^|[$&] |\n)leadertop ([a-z]+)/g)].map(([, name = '']) => name),
	);
}

/** Fenced blocks of shell, and spans in the text. */
function codeIn(text: string): readonly string[] {
	const blocks = [...text.matchAll(/```(?:sh)?\n([^]*?)```/g)].map(([, code = '']) => code);
	const spans = [...text.replace(/```[^]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(
		([, code = '']) => code,
	);
	return [...blocks, ...spans];
}
