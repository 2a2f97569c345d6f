import {execFile} from 'node:child_process';
import process from 'node:process';
import {promisify} from 'node:util';
import {expect, test, vi} from 'vitest';
import {collectRarely, compileLater, leaveRoom} from '../../../source/commands/cli/engine.ts';

const asked = vi.hoisted(() => [] as string[]);

vi.mock('node:v8', async original => ({
	...(await original<object>()),
	setFlagsFromString(flag: string) {
		asked.push(flag);
	},
}));

/** The flags of the V8 that runs this, each with the type of its value. */
async function flagTypes(): Promise<ReadonlyMap<string, string>> {
	const {stdout} = await promisify(execFile)(process.execPath, ['--v8-options'], {
		maxBuffer: 2 ** 24,
	});
	const lines = stdout.matchAll(/^ {2}(--[a-z\d-]+) \(.*\n\s+type: (\w+) /gm);
	return new Map(Array.from(lines, ([, name = '', type = '']) => [name, type]));
}

test('asks V8 for nothing that it does not know, in a form that it takes', async () => {
	compileLater();
	collectRarely();
	leaveRoom();
	const types = await flagTypes();
	expect(types.size).toBeGreaterThan(100);
	const [node] = process.versions.node.split('.');
	const isMeasured = ['20', '22', '24', '26'].includes(node ?? '');
	expect(asked.length).toBeGreaterThanOrEqual(isMeasured ? 3 : 0);
	const refused = asked.filter(flag => {
		const [name = '', value] = flag.split('=');
		const fitting = value === undefined ? ['bool'] : ['int', 'uint', 'size_t'];
		return !fitting.includes(types.get(name) ?? '');
	});
	expect(refused).toEqual([]);
});
