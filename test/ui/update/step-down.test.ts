import {describe, expect, it} from 'vitest';
import {newWork, type Work} from '../../../source/domain/work.ts';
import {aFollower, aGroup, aServer, start} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {stageScreen, type StageOptions} from '../stage-screen.ts';

const servers = ['n1', 'n2', 'n3'];
const orders = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3']});
const billing = aGroup({
	stream: 'ORDERS',
	consumer: 'billing',
	leader: 'n1',
	followers: ['n2', aFollower('n3', {lag: 311, current: false})],
});
const single = aGroup({stream: 'SINGLE', leader: 'n1'});
const view = aView(servers, [orders, billing, single]);

/** A screen whose keys go to the groups: ORDERS, ORDERS › billing, SINGLE. */
function stage(overrides: StageOptions = {}, shown = view) {
	const screen = stageScreen(shown, overrides);
	screen.lines();
	screen.press('tab');
	return screen;
}

describe('S', () => {
	it('asks before it steps down the selected group, and shows everything that is about to happen', () => {
		const screen = stage();
		screen.press('S');
		const text = screen.text();
		expect(text).toContain('─ Step down 1 group? [y/N] ─');
		expect(text).toMatch(/SHOP ORDERS {2}n1 → n2 or n3/);
		expect(text).toContain('Each group elects one of its healthy followers');
		expect(text).toContain('nats stream cluster step-down ORDERS');
		expect(text).toMatch(/n1 ★ +2 +1 /);
		expect(text).toMatch(/n2 +0 +0-1 /);
		expect(screen.intents).toEqual([]);
		screen.press('y');
		expect(screen.intents).toEqual([
			{type: 'step-down', moves: [{group: orders.key, from: 'n1', to: undefined}]},
		]);
		expect(screen.text()).toContain('leaders on n1');
	});

	it.each(['enter', 'escape', 'n', 'q'])('takes %s for a no', key => {
		const screen = stage();
		screen.press('S', key);
		expect(screen.intents).toEqual([]);
		expect(screen.lines().at(-1)).toContain('Nothing was done');
		screen.press('y');
		expect(screen.intents).toEqual([]);
	});

	it.each(['Y', 'S', 'T', 'space', 'tab', 'x', 'j', 'pagedown'])('takes %s for no answer', key => {
		const screen = stage();
		screen.press('S', key);
		expect(screen.intents).toEqual([]);
		expect(screen.text()).toContain('Step down 1 group?');
	});

	it('takes no paste for an answer', () => {
		const screen = stage();
		screen.press('S');
		screen.screen.onPaste('y\ny');
		expect(screen.intents).toEqual([]);
	});

	it('steps down the tagged groups, tells those that stay and why, and takes the tags off', () => {
		const screen = stage();
		screen.press('space', 'space', 'space', 'S');
		const text = screen.text(100, 30);
		expect(text).toContain('Step down 2 groups?');
		expect(text).toMatch(/ORDERS › billing {2}n1 → n2[ │]*$/m);
		expect(text).toMatch(/1 group stays:/);
		expect(text).toContain('SHOP SINGLE has one replica: no other server can lead it');
		screen.press('y');
		expect(screen.intents).toHaveLength(1);
		expect(screen.text()).toContain('1 tagged');
	});

	it('has nothing to say yes to when every group stays', () => {
		const screen = stage();
		screen.press('G', 'S');
		expect(screen.text()).toContain('Nothing can be done:');
		expect(screen.text()).not.toContain('[y/N]');
		expect(screen.lines().at(-1)).toMatch(/^n Enter close/);
		screen.press('y');
		expect(screen.intents).toEqual([]);
	});

	it('acts on groups, not on servers', () => {
		const screen = stage();
		screen.press('tab', 'S');
		expect(screen.lines().at(-1)).toContain('press Tab first');
	});

	it('shows names that are longer than the screen, where the leader goes, and a whole command', () => {
		const stream = 'S'.repeat(70);
		const consumer = `${'c'.repeat(90)}end`;
		const long = aGroup({stream, consumer, leader: 'n1', followers: ['n2', 'n3']});
		const screen = stage({}, aView(servers, [long]));
		const lines = () => screen.lines().map(line => line.trimEnd());
		screen.press('S');
		const asked = lines();
		expect(asked).toContainEqual(expect.stringMatching(/^ {2}SHOP S+… {2}n1 → n2 or n3$/));
		const command = asked.findIndex(line => line.startsWith('  nats'));
		expect(asked.slice(command, command + 4)).toEqual([
			'  nats consumer cluster step-down \\',
			`    ${stream} \\`,
			`${'c'.repeat(78)}\\`,
			`${'c'.repeat(12)}end`,
		]);
		screen.press('n', 'enter');
		const details = lines();
		const name = details.indexOf(`  consumer    ${'c'.repeat(66)}`);
		expect(details[name + 1]?.trim()).toBe(`${'c'.repeat(24)}end`);
	});

	it('shows where leaders go on rows of their own where server names leave no room for more', () => {
		const names = [1, 2, 3].map(count => `nats-prod-eu-central-${count}`);
		const [leader = '', ...followers] = names;
		const long = aGroup({stream: 'S'.repeat(40), leader, followers});
		const screen = stage({}, aView(names, [long]));
		screen.press('S');
		const lines = screen.lines(60, 15);
		const row = lines.findIndex(line => /^ {2}SHOP S{40}$/.test(line));
		expect(
			lines
				.slice(row + 1, row + 3)
				.join(' ')
				.replaceAll(/ +/g, ' '),
		).toBe(` ${leader} → ${followers.join(' or ')}`);
	});

	it('says so where no shell could name the group', () => {
		const orphan = aGroup({stream: 'half \uD83D', leader: 'n1', followers: ['n2', 'n3']});
		const screen = stage({}, aView(servers, [orphan]));
		screen.press('S');
		expect(screen.text()).toContain('No command: a name holds');
		expect(screen.text()).not.toContain('nats stream');
	});

	it('is up to date when the answer comes', () => {
		const screen = stage();
		screen.press('S');
		const moved = {...orders, leader: 'n2', followers: [aFollower('n1'), aFollower('n3')]};
		screen.show(aView(servers, [moved, billing, single], {revision: 2}));
		screen.wait(1500);
		expect(screen.text()).toContain('SHOP ORDERS moved to n2 meanwhile');
		screen.press('y');
		expect(screen.intents).toEqual([]);
	});

	it('does not ask on a screen too small to show what it asks', () => {
		const screen = stage();
		screen.lines(50, 12);
		screen.press('S');
		expect(screen.lines(50, 12).at(-1)).toContain('Too small to act: 60x12 at least');
	});

	it('takes a question back that can no longer be seen', () => {
		const screen = stage();
		screen.press('S');
		screen.lines(50, 12);
		screen.press('y');
		expect(screen.intents).toEqual([]);
	});
});

describe('T', () => {
	it('offers the servers that can take over, those that can take all first', () => {
		const screen = stage();
		screen.press('space', 'space', 'T');
		const text = screen.text();
		expect(text).toContain('Step down 2 groups to which server?');
		expect(text).toMatch(/▸n2 +0 +all 2\n n3 +0 +1 of 2 groups/);
	});

	it('asks about the chosen one, and wants it', () => {
		const screen = stage();
		screen.press('T', 'j', 'enter');
		const text = screen.text();
		expect(text).toContain('Step down 1 group, to n3? [y/N]');
		expect(text).toContain('nats stream cluster step-down ORDERS --preferred n3');
		expect(text).toMatch(/n3 +0 +1 /);
		screen.press('enter');
		expect(screen.intents).toEqual([]);
		screen.press('T', 'j', 'enter', 'y');
		expect(screen.intents).toEqual([
			{type: 'step-down', moves: [{group: orders.key, from: 'n1', to: 'n3'}]},
		]);
	});

	it('leaves the groups that the chosen one cannot take, and says why', () => {
		const screen = stage();
		screen.press('space', 'space', 'T', 'j', 'enter');
		expect(screen.text()).toContain('SHOP ORDERS › billing n3 lags by 311');
		screen.press('y');
		expect(screen.intents).toMatchObject([{moves: [{group: orders.key}]}]);
	});

	it('goes back without a question', () => {
		const screen = stage();
		screen.press('T', 'escape', 'y');
		expect(screen.intents).toEqual([]);
		expect(screen.text()).toContain('leaders on n1');
	});

	it('says why nobody can take over', () => {
		const screen = stage();
		screen.press('G', 'T');
		expect(screen.lines().at(-1)).toContain('SINGLE has one replica');
	});

	it('refuses to direct a leader before 2.11, with the reason', () => {
		const old = aServer('n1', {version: '2.10.27'});
		const screen = stage({}, aView([old, 'n2', 'n3'], [orders, billing, single]));
		screen.press('T');
		expect(screen.lines(120).at(-1)).toContain(
			'ORDERS cannot be directed: its leader n1 runs 2.10.27, a target needs 2.11; use S',
		);
	});
});

describe('M', () => {
	it('asks before it steps down the meta leader, which chooses where nobody can be named', () => {
		const screen = stage({}, {...aView(['n1', 'n2', 'n3'], [orders]), metaGroups: new Map()});
		screen.press('M');
		expect(screen.text()).toContain('Step down the meta leader n1? [y/N]');
		expect(screen.text()).toContain('nats server cluster step-down');
		screen.press('y');
		expect(screen.intents).toEqual([{type: 'step-down-meta', cluster: 'east'}]);
	});

	it('goes to a server that is chosen, an upgraded one first', () => {
		const view = aView(
			[
				aServer('n1', {version: '2.12.4'}),
				aServer('n2', {version: '2.12.4'}),
				aServer('n3', {version: '2.14.0'}),
			],
			[orders],
		);
		const followers = ['n2', 'n3'].map(server => ({server, current: true, lag: 0, online: true}));
		const metaGroup = {leader: 'n1', replicas: 3, followers};
		const screen = stage({}, {...view, metaGroups: new Map([[undefined, metaGroup]])});
		screen.press('M');
		expect(screen.text()).toContain('Step down the meta leader to which server?');
		expect(screen.text()).toMatch(/n3 .*2\.14\.0[^]*n2 .*2\.12\.4/);
		screen.press('enter');
		expect(screen.text()).toContain('Step down the meta leader n1, to n3? [y/N]');
		expect(screen.text()).toContain('nats server cluster step-down --host n3');
		screen.press('y');
		expect(screen.intents).toEqual([{type: 'step-down-meta', cluster: 'east', to: 'n3'}]);
	});

	it('is locked without a system account', () => {
		const screen = stage({
			metaPermission: () => ({type: 'locked', missing: 'a context of the system account'}),
		});
		screen.press('M');
		expect(screen.lines().at(-1)).toContain('Locked: a context of the system account');
	});
});

describe('what may not be done', () => {
	it.each(['S', 'T', 'M'])('locks %s with its reason', key => {
		const screen = stage({acting: {type: 'locked', missing: '--read-only'}});
		expect(screen.lines().at(-1)).toMatch(/^S T B D U M locked: --read-only {2}/);
		screen.press(key);
		expect(screen.lines().at(-1)).toContain('Locked: --read-only');
		screen.press('y');
		expect(screen.intents).toEqual([]);
	});

	it('says in the header that nothing can be changed', () => {
		expect(stage({acting: {type: 'locked', missing: '--read-only'}}).lines()[0]).toContain(
			'read-only',
		);
	});

	it('names what is missing for an account', () => {
		const screen = stage({
			permissionOf: ({account}) => ({type: 'locked', missing: `--act-as ${account}=CONTEXT`}),
		});
		screen.press('S');
		expect(screen.text()).toContain('SHOP ORDERS is locked: --act-as SHOP=CONTEXT');
		screen.press('y');
		expect(screen.intents).toEqual([]);
	});
});

describe('while step-downs run', () => {
	const running = {...newWork('step down 68 groups'), planned: 68, sent: 12, inFlight: 2};

	it('shows how far they are', () => {
		const screen = stage();
		screen.setWork({...running, ended: {...running.ended, 'as-wanted': 9, refused: 1}});
		expect(screen.text(100)).toContain('9 of 68 done  12 sent  2 in flight  1 failed');
	});

	describe('and have ended', () => {
		const long = 16_000;
		const outcome = {
			move: {group: aGroup({stream: 'OLD'}).key, from: 'n1', to: 'n2'},
			group: aGroup({stream: 'OLD', leader: 'n1', followers: ['n2']}),
			result: 'as-wanted',
			elected: 'n2',
			electionMs: 5,
			reason: undefined,
		} as const;
		const earlier = [{at: start - long, outcome}];
		const shown = (ended: Partial<Work>, agoMs = 0) => {
			const screen = stage();
			const work = newWork('balance east', {earlier});
			screen.setWork({...work, phase: 'ended', endedAt: start - agoMs, ...ended});
			return screen.text(80);
		};

		it('tells for a while why nothing was done, whatever was done before', () => {
			const conclusion = 'root@bastion is moving leaders on east since 14:02';
			expect(shown({conclusion})).toContain(conclusion);
			expect(shown({conclusion}, long)).not.toContain(conclusion);
		});

		it('tells who leads the meta group now, which no other line does', () => {
			const conclusion = 'meta leader n1 → n2, 28 ms';
			expect(shown({planned: 1, sent: 1, conclusion})).toContain(conclusion);
		});

		it('tells how far it got when it was stopped after the first one', () => {
			const stopped = {planned: 27, sent: 1, own: 1, conclusion: 'stopped: X was pressed'};
			expect(shown(stopped)).toContain('stopped: X was pressed');
		});

		it('leaves the one that was wanted to the line of its election', () => {
			expect(shown({planned: 1, sent: 1, own: 1})).not.toContain('balance east');
		});
	});

	it.each(['S', 'T', 'M'])('does not begin another one with %s', key => {
		const screen = stage();
		screen.setWork(running);
		screen.press(key, 'y');
		expect(screen.intents).toEqual([]);
	});

	it('stops at once with X', () => {
		const screen = stage();
		screen.setWork(running);
		screen.press('X');
		expect(screen.intents).toEqual([{type: 'stop-run'}]);
		expect(screen.lines().at(-1)).toContain('nothing more is sent');
	});

	it('has nothing to stop otherwise', () => {
		const screen = stage();
		screen.press('X');
		expect(screen.intents).toEqual([]);
	});

	it('asks before it quits', () => {
		const screen = stage();
		screen.setWork(running);
		screen.press('q');
		expect(screen.text()).toContain('Step-downs are running. Stop and quit? [y/N]');
		screen.press('enter');
		expect(screen.intents).toEqual([]);
		screen.press('q', 'y');
		expect(screen.intents).toEqual([{type: 'quit'}]);
	});

	it('quits at once with Ctrl-C', () => {
		const screen = stage();
		screen.setWork(running);
		screen.press('ctrl-c');
		expect(screen.intents).toEqual([{type: 'quit'}]);
	});
});

describe('while somebody else moves leaders', () => {
	const mover = () => 'moves by root@vm';

	it('one group is stepped down by who knows of that', () => {
		const screen = stageScreen(view, {mover});
		screen.press('tab', 'S');
		expect(screen.text(100)).toContain('east: moves by root@vm. It may move your leaders back.');
	});

	it('several are said to be refused until then', () => {
		const screen = stageScreen(view, {mover});
		screen.press('tab', 'space', 'space', 'S');
		expect(screen.text(100)).toContain('east: moves by root@vm. Refused while that lasts.');
	});
});
