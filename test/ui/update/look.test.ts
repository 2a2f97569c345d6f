import {describe, expect, it} from 'vitest';
import {aGroup, aServer} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {shopView} from '../shop.ts';
import {stageScreen} from '../stage-screen.ts';

const servers = ['n1', 'n2', 'n3'];
const followers = ['n2', 'n3'];

const mixed = [
	aGroup({stream: 'ORDERS', leader: 'n1', followers, messagesPerSecond: 5, messages: 10}),
	aGroup({stream: 'ORDERS', consumer: 'billing', leader: 'n1', followers, messagesPerSecond: 50}),
	aGroup({stream: 'LEDGER', account: 'PAY', leader: 'n1', followers, messages: 900}),
	aGroup({
		stream: 'AUDIT',
		account: 'PAY',
		leader: 'n1',
		followers: ['n2', 'n3', 'n4', 'n5'],
		messagesPerSecond: 1,
	}),
	aGroup({stream: 'SINGLE', leader: 'n1', messagesPerSecond: 9}),
	aGroup({
		stream: 'LAME',
		leader: 'n1',
		followers: [{server: 'n2', current: false, lag: 7, online: true}],
	}),
];

const names = (lines: readonly string[]) =>
	lines.flatMap(line => /^[▸▹ ][■ ](?:str|con)\s+\S+\s+(\S+(?: › \S+)?)/.exec(line)?.[1] ?? []);

describe('the filter', () => {
	const typed = (text: string) => ['/', ...text.split('')];

	it.each([
		['orders', ['ORDERS › billing', 'ORDERS']],
		['ORD bil', ['ORDERS › billing']],
		['ord !bil', ['ORDERS']],
		['pay', ['AUDIT', 'LEDGER']],
		['state:lag', []],
		['kind:con', ['ORDERS › billing']],
		['.*', []],
		['!', ['ORDERS › billing', 'SINGLE', 'ORDERS', 'AUDIT', 'LAME', 'LEDGER']],
	])('%s leaves %j while it is typed', (text, left) => {
		const screen = stageScreen(aView(servers, mixed));
		screen.press(...typed(text));
		expect(names(screen.lines())).toEqual(left);
	});

	it('takes letters that mean something elsewhere, and acts on none of them', () => {
		const screen = stageScreen(aView(servers, mixed));
		screen.press('/', 'q', 'S', 'T', 'M', 'X', 'space', 'z', '?', 'y');
		expect(screen.text()).toContain('filter: qSTMX z?y_');
		expect(screen.intents).toEqual([]);
	});

	it('is kept by Enter and dropped by Esc', () => {
		const screen = stageScreen(aView(servers, mixed));
		screen.press(...typed('pay'), 'enter');
		expect(screen.text()).toContain('filter: pay (2 found)');
		screen.press('escape');
		expect(screen.text()).not.toContain('filter:');
		expect(names(screen.lines())).toHaveLength(6);
	});

	it('is as before when its editing is given up', () => {
		const screen = stageScreen(aView(servers, mixed));
		screen.press(...typed('pay'), 'enter', '/', 'x', 'y', 'escape');
		expect(screen.text()).toContain('filter: pay (2 found)');
	});

	it.each([
		[['a', 'b', 'backspace'], 'a_'],
		[['backspace'], '_'],
		[['ä', '日', 'backspace'], 'ä_'],
		[['a', 'b', 'space', 'c', 'd', 'ctrl-w'], 'ab _'],
		[['a', 'b', 'space', 'ctrl-w'], '_'],
		[['a', 'b', 'ctrl-u'], '_'],
		[['a', 'up', 'f1', 'ctrl-a'], 'a_'],
	])('is edited by %j to %s', (keys, text) => {
		const screen = stageScreen(aView(servers, mixed));
		screen.press('/', ...keys);
		expect(screen.text()).toContain(`filter: ${text} (`);
	});

	it('takes a paste as one line, and nothing that cannot be seen', () => {
		const screen = stageScreen(aView(servers, mixed));
		screen.press('/');
		screen.screen.onPaste('  ORDERS\n\tbill\u001B[31ming\u0000  ');
		expect(screen.text()).toContain('filter: ORDERS bill�ing�_');
	});

	it.each(['👩🏽‍🚒-crew', 'می‌خواهم', '葛󠄀城', 'İSTANBUL', 'ΟΔΟΣ'])(
		'finds %s by its pasted name, and takes whole characters back',
		stream => {
			const group = aGroup({stream, leader: 'n1', followers});
			const screen = stageScreen(aView(servers, [...mixed, group]));
			screen.press('/');
			screen.screen.onPaste(`${stream}👨‍👩‍👧`);
			screen.press('backspace');
			expect(screen.text()).toContain(`filter: ${stream}_ (1 found)`);
			expect(screen.text().split(stream)).toHaveLength(3);
		},
	);

	it('is left when there is no room for a list', () => {
		const screen = stageScreen(aView(servers, mixed));
		screen.press('/', 'a');
		expect(screen.text(50, 12)).toContain('? help');
	});
});

describe('the order', () => {
	it.each([
		[[], ['ORDERS › billing', 'SINGLE', 'ORDERS', 'AUDIT', 'LAME', 'LEDGER'], 'busiest first'],
		[['s'], ['AUDIT', 'LAME', 'LEDGER', 'ORDERS', 'ORDERS › billing', 'SINGLE'], 'by name'],
		[['s', 's'], ['AUDIT', 'LEDGER', 'LAME', 'ORDERS', 'ORDERS › billing', 'SINGLE'], 'by account'],
		[
			['s', 's', 's'],
			['LAME', 'AUDIT', 'LEDGER', 'ORDERS', 'ORDERS › billing', 'SINGLE'],
			'worst state first',
		],
		[
			['s', 's', 's', 's'],
			['LAME', 'AUDIT', 'LEDGER', 'ORDERS', 'ORDERS › billing', 'SINGLE'],
			'most behind first',
		],
		[
			['s', 's', 's', 's', 's'],
			['AUDIT', 'LEDGER', 'ORDERS', 'ORDERS › billing', 'LAME', 'SINGLE'],
			'most replicas first',
		],
		[
			['s', 's', 's', 's', 's', 's'],
			['LEDGER', 'ORDERS', 'AUDIT', 'LAME', 'ORDERS › billing', 'SINGLE'],
			'most messages first',
		],
		[
			['s', 's', 's', 's', 's', 's', 's'],
			['AUDIT', 'LAME', 'LEDGER', 'ORDERS', 'ORDERS › billing', 'SINGLE'],
			'most bytes first',
		],
		[
			['s', 's', 's', 's', 's', 's', 's', 's'],
			['ORDERS › billing', 'SINGLE', 'ORDERS', 'AUDIT', 'LAME', 'LEDGER'],
			'busiest first',
		],
		[
			['s', 'r'],
			['SINGLE', 'ORDERS', 'ORDERS › billing', 'LEDGER', 'LAME', 'AUDIT'],
			'by name (reversed)',
		],
	])('after %j is %j', (keys, order, words) => {
		const screen = stageScreen(aView(servers, mixed));
		screen.press('tab', ...keys);
		expect(names(screen.lines())).toEqual(order);
		expect(screen.text()).toContain(`· ${words} ─`);
	});

	it('of servers is chosen in their pane', () => {
		const view = shopView();
		const screen = stageScreen(view);
		const order = () =>
			screen
				.lines()
				.slice(2, 5)
				.map(line => line.slice(1, 3));
		const orders = [order()];
		for (const key of ['s', 'r', 's', 's', 's']) {
			screen.press(key);
			orders.push(order());
		}

		expect(orders).toEqual([
			['n1', 'n2', 'n3'],
			['n1', 'n2', 'n3'],
			['n3', 'n2', 'n1'],
			['n1', 'n2', 'n3'],
			['n1', 'n2', 'n3'],
			['n1', 'n2', 'n3'],
		]);
	});

	it('of server names counts their numbers', () => {
		const screen = stageScreen(aView(['n10', 'n9', 'n1'], []));
		expect(
			screen
				.lines()
				.slice(2, 5)
				.map(line => line.slice(1, 4)),
		).toEqual(['n1 ', 'n9 ', 'n10']);
	});
});

describe('tags', () => {
	const tagged = (lines: readonly string[]) => lines.filter(line => /^[▸▹ ]■/.test(line)).length;

	it('are set one by one, going down, and taken off', () => {
		const screen = stageScreen(aView(servers, mixed));
		screen.lines();
		screen.press('tab', 'space', 'space');
		expect(tagged(screen.lines())).toBe(2);
		expect(screen.text()).toContain('2 tagged');
		screen.press('g', 'space');
		expect(tagged(screen.lines())).toBe(1);
		screen.press('u');
		expect(screen.text()).not.toContain('tagged');
	});

	it('are set on all that is listed, except for what cannot move', () => {
		const screen = stageScreen(aView(servers, mixed));
		screen.lines();
		screen.press('tab', 't');
		expect(tagged(screen.lines())).toBe(5);
		screen.press('u', '/', 'p', 'a', 'y', 'enter', 't', 'escape');
		expect(tagged(screen.lines())).toBe(2);
	});

	it('go with a group that is deleted', () => {
		const screen = stageScreen(aView(servers, mixed));
		screen.lines();
		screen.press('tab', 't');
		screen.show(aView(servers, mixed.slice(1), {revision: 2}));
		expect(screen.text()).toContain('4 tagged');
	});

	it('are for groups', () => {
		const screen = stageScreen(aView(servers, mixed));
		screen.press('space');
		expect(screen.lines().at(-1)).toContain('Tags are for groups');
	});
});

describe('freezing', () => {
	it('holds the picture still and says for how long', () => {
		const screen = stageScreen(aView(servers, mixed));
		screen.press('z');
		screen.show(aView(servers, mixed.slice(0, 1), {revision: 2}));
		screen.wait(12_000);
		expect(screen.lines()[0]).toContain('FROZEN 12s');
		expect(names(screen.lines())).toHaveLength(6);
		screen.press('z');
		expect(names(screen.lines())).toHaveLength(1);
		expect(screen.lines()[0]).not.toContain('FROZEN');
	});

	it('names its end in the footer, however narrow', () => {
		const screen = stageScreen(aView(servers, mixed));
		screen.press('tab', 'z');
		expect(screen.lines(60, 12).at(-1)).toContain('z go on');
		expect(screen.lines(40, 10).at(-1)).toContain('z go on');
	});

	it('ends while something is asked, which is about now, and once that is done', () => {
		const before = aView(servers, mixed);
		const screen = stageScreen(before);
		const [moved] = mixed;
		screen.press('tab', 'z');
		const clusters = new Map(
			[...before.clusters].map(([name, facts]) => [name, {...facts, metaGroupLeader: 'n3'}]),
		);
		const now = mixed.map(group => (group === moved ? {...group, leader: 'n2'} : group));
		screen.show(aView(servers, now, {revision: 2, clusters}));
		screen.press('M', 'enter');
		expect(screen.text()).toContain('Step down the meta leader n3, to ');
		screen.press('n', 'S');
		expect(screen.text()).toMatch(/n1 ★? *4 /);
		expect(screen.lines()[0]).not.toContain('FROZEN');
		screen.press('n');
		expect(screen.lines()[0]).toContain('FROZEN');
		screen.press('M', 'enter', 'y');
		expect(screen.lines()[0]).not.toContain('FROZEN');
	});

	it('keeps what was frozen although the view itself changes', () => {
		const view = aView(servers, mixed);
		const screen = stageScreen(view);
		screen.press('z');
		(view.groups as Map<string, unknown>).clear();
		(view.counts as Map<string, unknown>).clear();
		expect(screen.text()).toContain('leaders on n1 · 5 + 1 R1');
	});
});

describe('the interval', () => {
	it('goes up and down in steps, and is wanted from the world', () => {
		const screen = stageScreen(aView(servers, mixed));
		screen.press('+');
		expect(screen.lines()[0]).toContain('live 2s');
		screen.press('-', '-');
		expect(screen.lines()[0]).toContain('live 500ms');
		expect(screen.intents).toEqual([
			{type: 'set-interval', intervalMs: 2000},
			{type: 'set-interval', intervalMs: 1000},
			{type: 'set-interval', intervalMs: 500},
		]);
	});

	it('ends somewhere', () => {
		const screen = stageScreen(aView(servers, mixed));
		screen.press('-', '-', '-', '-', '-');
		expect(screen.lines().at(-1)).toContain('Interval 250ms is the limit');
		expect(screen.intents).toHaveLength(2);
	});
});

describe('other keys', () => {
	it.each([
		['b', {type: 'set-baseline'}],
		['ctrl-r', {type: 'refresh'}],
		['f5', {type: 'refresh'}],
		['ctrl-l', {type: 'redraw'}],
		['ctrl-z', {type: 'suspend'}],
		['q', {type: 'quit'}],
		['ctrl-c', {type: 'quit'}],
	])('%s wants %j', (key, intent) => {
		const screen = stageScreen(aView(servers, mixed));
		screen.press(key);
		expect(screen.intents).toEqual([intent]);
	});

	it.each([
		['E', 'E: no such key here'],
		['y', 'y: no such key here'],
		['.', '.: no such key here'],
		['f9', 'F9: no such key here'],
		['meta-x', 'Alt-X: no such key here'],
		['shift-up', 'Shift-↑: no such key here'],
		['й', 'й: no such key; keyboard layout?'],
		['β', 'β: no such key; keyboard layout?'],
		['☃', '☃: no such key here'],
	])('%s does nothing, and says so once', (key, words) => {
		const screen = stageScreen(aView(servers, mixed));
		const before = screen.lines();
		screen.press(key, key);
		expect(screen.lines().slice(0, -1)).toEqual(before.slice(0, -1));
		expect(screen.lines().at(-1)).toMatch(new RegExp(`^${words.replaceAll(/[.?]/g, '\\$&')} │`));
		expect(screen.intents).toEqual([]);
		screen.press('j');
		expect(screen.lines().at(-1)).not.toContain('no such key');
	});

	it('says of what was pasted that it is ignored, not that there are no such keys', () => {
		const {screen, press, lines} = stageScreen(aView(servers, mixed));
		press('tab', 'S');
		for (const name of ['y', 'B']) {
			screen.onKey({name, text: name, pasted: true});
		}

		expect(lines().at(-1)).toMatch(/^Pasted text is ignored: type the keys │ {2}y yes/);
	});

	it('without a text says the same while a filter is typed, and changes nothing of it', () => {
		const screen = stageScreen(aView(servers, mixed));
		screen.press('/', 'a', 'up');
		expect(screen.text()).toContain('filter: a_');
		expect(screen.lines().at(-1)).toMatch(/^↑: no such key here │ {2}Enter keep {2}Esc cancel/);
	});

	it('goes to the next cluster, counted on its own', () => {
		const west = aServer('w1', {cluster: 'west'});
		const screen = stageScreen(
			aView(
				['n1', west],
				[aGroup({stream: 'W', cluster: 'west', leader: 'w1', followers: ['w2']})],
			),
		);
		expect(screen.lines(140)[0]).toContain('cluster east 1/1 (1 of 2)');
		screen.press('c');
		expect(screen.text()).toMatch(/west 1\/1[^]+leaders on w1 · 1/);
		screen.press('c');
		expect(screen.text()).toContain('east 1/1');
	});

	it('says that there is no other cluster', () => {
		const screen = stageScreen(aView(servers, mixed));
		screen.press('c');
		expect(screen.lines().at(-1)).toContain('only one cluster');
	});
});

describe('details', () => {
	it('shows what is known of a server, of a group, and goes back', () => {
		const screen = stageScreen(shopView());
		screen.press('enter');
		expect(screen.text()).toContain('fair share  73; this server 1.76x, HOT');
		screen.press('escape', 'tab', 'enter');
		expect(screen.text()).toMatch(/stream +ORDERS-N1-0\n? *\n? +account +SHOP/);
		screen.press('q');
		expect(screen.text()).toContain('leaders on n1');
		expect(screen.intents).toEqual([]);
	});

	it('shows details beside the list where there is room', () => {
		const screen = stageScreen(shopView());
		const text = screen.text(140, 45);
		expect(text).toContain('╭ server ');
		expect(text).toContain('ORDERS-N1-0');
	});
});

describe('a notice', () => {
	it('goes with the next key or with time', () => {
		const screen = stageScreen(aView(servers, mixed));
		screen.press('b');
		expect(screen.lines().at(-1)).toContain('Changes count from now on');
		screen.press('j');
		expect(screen.lines().at(-1)).toContain('q quit');
		screen.press('b');
		screen.wait(9000);
		expect(screen.lines().at(-1)).toContain('q quit');
	});
});
