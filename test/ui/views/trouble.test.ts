import {describe, expect, it} from 'vitest';
import {neverMet, type ServerState} from '../../../source/domain/server.ts';
import {
	aFollower,
	aGroup,
	aMetaGroup,
	aServer,
	groupsLedBy,
	start,
	streamsOnOne,
} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {stageScreen} from '../stage-screen.ts';

const inState = (name: string, state: ServerState, ageMs = 0) =>
	aServer(name, {state, stateSince: start - ageMs});
const groups = groupsLedBy({n1: 4, n2: 4, n3: 0});
const rowOf = (screen: ReturnType<typeof stageScreen>, name: string) =>
	screen.lines().find(line => line.slice(1).startsWith(name)) ?? '';

describe('a cluster in trouble', () => {
	it('is not called balanced while servers are down', () => {
		const reachable = () => ({ratio: 1, stepDowns: 0, improves: []});
		const whole = stageScreen(aView(['n1', 'n2', 'n3'], groups), {reachable});
		const part = stageScreen(aView(['n1', 'n2', inState('n3', 'silent')], groups), {reachable});

		expect(whole.lines(140, 45)[0]).toContain('balanced');
		expect(part.lines(140, 45)[0]).not.toContain('balanced');
	});

	it('is called balanced as soon as it is even, whatever was to be moved when that was judged last', () => {
		const reachable = () => ({ratio: 1, stepDowns: 45, improves: []});
		const first = (leaders: Readonly<Record<string, number>>) =>
			stageScreen(aView(['n1', 'n2', 'n3'], groupsLedBy(leaders)), {reachable}).lines(140, 45)[0];

		expect(first({n1: 5, n2: 5, n3: 4})).toMatch(/skew 1\.07x balanced/);
		expect(first({n1: 5, n2: 4, n3: 3})).toMatch(/skew 1\.25x → 1\.00x in 45 step-downs/);
	});

	it('is not called balanced while its streams are uneven, and the ratio is not said to fall', () => {
		const loads = [{server: 'n1', before: 3, after: 1}];
		const reachable = () => ({ratio: 1, stepDowns: 4, improves: [{of: 'streams' as const, loads}]});
		const screen = stageScreen(aView(['n1', 'n2', 'n3'], streamsOnOne), {reachable});

		expect(screen.lines(140, 45)[0]).toContain('skew 1.00x, streams uneven');
		expect(screen.lines(160, 45)[0]).toContain('skew 1.00x, streams uneven: 4 step-downs');
		expect(screen.lines(140, 45)[0]).not.toContain('balanced');
	});

	it('is not called balanced where one server carries too much, though no step-down would help', () => {
		const reachable = () => ({ratio: 3, stepDowns: 0, improves: []});
		const screen = stageScreen(aView(['n1', 'n2', 'n3'], groupsLedBy({n1: 4, n2: 0, n3: 0})), {
			reachable,
		});

		expect(screen.lines(140, 45)[0]).toContain('skew 3.00x');
		expect(screen.lines(140, 45)[0]).not.toContain('balanced');
	});

	it('is not called balanced while a server is kept empty', () => {
		const reachable = () => ({ratio: 1.5, stepDowns: 0, improves: []});
		const view = aView(['n1', 'n2', 'n3'], groupsLedBy({n1: 3, n2: 0, n3: 3}));
		const first = stageScreen(view, {reachable, drained: new Set(['n2'])}).lines(140, 45)[0];

		expect(first).toContain('skew 1.50x');
		expect(first).not.toContain('balanced');
	});

	it('names the server on which the quorum of the meta group is lowered', () => {
		const names = ['n1', 'n2', 'n3'];
		const metaGroup = aMetaGroup(names, {rescues: [{server: 'n2', quorum: 2}]});
		const view = aView(names, groups, {metaGroups: new Map([[undefined, metaGroup]])});

		expect(stageScreen(view).text()).toContain('why: quorum of the meta group lowered to 2 on n2');
	});

	it('speaks of several servers as several, and names the longest time', () => {
		const servers = ['n1', inState('n2', 'silent', 1000), inState('n3', 'silent', 38_000)];

		expect(stageScreen(aView(servers, groups)).text()).toContain(
			'why: n2 and n3 not responding (38s)',
		);
	});

	it('does not say since when a server is gone that was so before the watch began', () => {
		const gone = {state: 'offline', id: neverMet, stateSince: start - 2000} as const;
		const of = (...servers: Parameters<typeof aView>[0]) => stageScreen(aView(servers, groups));
		const screen = of('n1', aServer('n2', gone));

		expect(screen.text()).toMatch(/why: n2 offline *$/m);
		expect(rowOf(screen, 'n2')).toMatch(/offline +-/);
		expect(of('n1', aServer('n2', gone), inState('n3', 'offline', 1000)).text()).toMatch(
			/why: n2 and n3 offline *$/m,
		);
	});

	it('marks a server that is gone on the smallest screen, too', () => {
		const screen = stageScreen(aView(['n1', inState('n2', 'silent')], groups));

		expect(screen.text(40, 10)).toMatch(/^.n2 ✗ +4 /m);
		expect(screen.text(40, 10)).toMatch(/^.n1 ★ +4 /m);
	});

	it('does not ask whether a server may stop that is gone', () => {
		const servers = ['n1', inState('n2', 'silent'), inState('n3', 'offline')];
		const screen = stageScreen(aView(servers, groups), {stopOf: () => ({type: 'ok'})});

		expect(rowOf(screen, 'n1')).toMatch(/ok\s*$/);
		expect(rowOf(screen, 'n2')).toMatch(/-\s*$/);
		expect(rowOf(screen, 'n3')).toMatch(/-\s*$/);
	});

	it('says what stopping a server waits for, and where only if there is room', () => {
		const stopOf = () => ({type: 'wait', reasons: ['offline on n3', 'no leader']}) as const;
		const screen = stageScreen(aView(['n1', 'n2'], groups), {stopOf});

		expect(rowOf(screen, 'n1')).toMatch(/wait: offline\s*$/);
	});

	it('shows a follower as away whose server does not answer, whatever its leader says', () => {
		const followers = ['n2', aFollower('n3', {lag: 9, current: false})];
		const group = aGroup({stream: 'ORDERS', leader: 'n1', followers});

		const screen = stageScreen(aView(['n1', 'n2', inState('n3', 'silent')], [group]));
		expect(screen.text()).toContain('n2 n3✗');
	});

	it('explains groups without leader where a server would be explained', () => {
		const lost = aGroup({stream: 'LOST', followers: ['n1', 'n2'], replicas: 3});
		const screen = stageScreen(aView(['n1', 'n2', 'n3'], [lost]));
		screen.press('down', 'down', 'down', 'enter');

		expect(screen.text()).toContain('These groups have no leader');
	});

	it('tells to the second since when nobody leads a group', () => {
		const lost = aGroup({stream: 'LOST', followers: ['n1', 'n2'], replicas: 3});
		const screen = stageScreen(aView(['n1', 'n2', 'n3'], [lost]));
		screen.press('down', 'down', 'down');
		screen.wait(59_000);

		expect(screen.text()).toContain('NO LEADER 59s');
	});

	it('does not ask about step-downs of which none is possible', () => {
		const single = aGroup({stream: 'SINGLE', leader: 'n1'});
		const screen = stageScreen(aView(['n1', 'n2', 'n3'], [single]));
		screen.press('tab', 'S');

		expect(screen.text()).toContain('Nothing to step down');
	});
});

describe('the list of groups', () => {
	const followers = ['n2', 'n3'];
	const listed = ['A', 'B', 'C'].map((stream, index) =>
		aGroup({stream, leader: 'n1', followers, messagesPerSecond: index}),
	);
	const selected = (screen: ReturnType<typeof stageScreen>) =>
		/▸ str +SHOP +(\w)/.exec(screen.text())?.[1];

	it('begins with what comes first when it is sorted from its first row', () => {
		const screen = stageScreen(aView(['n1', 'n2', 'n3'], listed));
		screen.press('tab');
		expect(selected(screen)).toBe('C');

		screen.press('s');
		expect(selected(screen)).toBe('A');
	});

	it('keeps the group that was gone to when it is sorted', () => {
		const screen = stageScreen(aView(['n1', 'n2', 'n3'], listed));
		screen.press('tab', 'down', 'down', 'up');
		expect(selected(screen)).toBe('B');

		screen.press('s');
		expect(selected(screen)).toBe('B');
	});
});
