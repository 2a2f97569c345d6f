import {setTimeout as sleep} from 'node:timers/promises';
import type {MeteredTerminal, Sight} from '../metered-terminal.ts';

/** What can be done with keys, each measured on its own. */
export type KeyTimes = Readonly<
	Record<'servers' | 'groups' | 'filter' | 'order', readonly KeyTime[]>
>;

export type KeyTime = {readonly key: string; readonly ms: number};

/**
 * Times keys as an operator hits them, one at a time: among the servers, each of which has a list of its own, then in the
 * list of all groups. Leaves the screen with the list of all groups, in its first order and without filter.
 */
export async function timeKeys(terminal: MeteredTerminal): Promise<KeyTimes> {
	const servers = await timeEach(terminal, among, title);
	const scope = await timeEach(terminal, [allGroups], title);
	const groups = await timeEach(terminal, along, cursorAndTitle);
	const filter = await timeEach(terminal, typed, title);
	const order = await timeEach(terminal, sorted, title);
	return {servers, groups: [...scope, ...groups], filter, order};
}

/** Goes over to the list of groups, too. */
const allGroups = 'a';
const pageDown = '\u0006';
const emptied = '\u0015';
const enter = '\r';
const among = each('jjjjjjjjkkkkkkkkjjjjjjjjkkkkkkkk');
const along = [...each('jjjjjjGgGg'), ...Array<string>(6).fill(pageDown), ...each('kkkkkg')];
const typed = ['stream-42', '!con account7', 'n1 r1'].flatMap(words => [
	'/',
	...each(words),
	emptied,
	enter,
]);
/** As often as there are orders, and each of them reversed. */
const sorted = each('srsrsrsrsrsrsrsr');

function each(keys: string): readonly string[] {
	return Array.from(keys);
}

async function timeEach(
	{timeSight}: MeteredTerminal,
	keys: readonly string[],
	sight: Sight,
): Promise<KeyTime[]> {
	const times: KeyTime[] = [];
	for (const [index, key] of keys.entries()) {
		// Another moment of the second each time: rounds of questions come by once a second.
		await sleep(30 + ((index * 137) % 110));
		times.push({key, ms: await timeSight(key, sight)});
	}

	return times;
}

/** Whose groups are listed, how many, in which order and through which filter. */
function title(lines: readonly string[]): string {
	return leftPanel(lines.find(line => listTitle.test(line)));
}

function cursorAndTitle(lines: readonly string[]): string {
	const row = lines.findLastIndex(line => /^│?▸/.test(line));
	return [title(lines), row, leftPanel(lines[row])].join('\n');
}

/** `leaders on n1 · 129`, `groups of east · 215`. */
const listTitle = /leaders on \S+ · \d|groups of \S+ · \d/;

/** Without the panels beside the list, which change by themselves. */
function leftPanel(line = ''): string {
	return line.split(/││|╮╭/)[0] ?? '';
}
