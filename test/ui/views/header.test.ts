import {describe, expect, it} from 'vitest';
import {newWork} from '../../../source/domain/work.ts';
import {aGroup, aServer, groupsLedBy, start} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {shopView} from '../shop.ts';
import {stageScreen, type StageOptions} from '../stage-screen.ts';

const header = (screen: ReturnType<typeof stageScreen>, columns = 80, rows = 24) =>
	screen.lines(columns, rows)[0] ?? '';

describe('the header', () => {
	it('says which of how many clusters it is', () => {
		const others = ['north', 'west'].map(cluster => aServer(`${cluster}-1`, {cluster}));
		const screen = stageScreen(aView(['n1', ...others], []));
		expect(header(screen)).toContain('east 1/1 (1 of 3)');
		screen.press('c');
		expect(header(screen)).toContain('north 1/1 (2 of 3)');
		screen.press('c');
		expect(header(screen)).toContain('west 1/1 (3 of 3)');
		expect(header(screen, 45)).toMatch(/^west 1\/1 .*live 1s$/);
		expect(header(stageScreen(shopView()))).not.toContain(' of ');
	});

	it('says which account it is that is answered as the system account is', () => {
		const screen = stageScreen(shopView(), {
			origin: {type: 'system', label: 'mon', importingAccount: 'MON'},
		});
		const words = 'account MON, which imports the system services: elections not heard';
		expect(header(screen, 200)).toContain(words);
		expect(header(screen)).toMatch(/not system|account MON/);
	});

	it('leaves out what matters least, and never cuts a word', () => {
		const options: StageOptions = {
			reachable: () => ({ratio: 1, stepDowns: 68, improves: []}),
		};
		const screen = stageScreen(shopView(), options);
		const words = new Set(header(screen, 200).split(/ +/));
		expect(words).toContain('step-downs');
		for (let columns = 1; columns <= 200; columns++) {
			const line = header(screen, columns);
			expect(line.length).toBeLessThanOrEqual(columns);
			expect(line.split(/ +/).filter(word => word !== '' && !words.has(word))).toEqual([]);
		}

		expect(header(screen, 20, 8)).toBe('east 3/3   ● live 1s');
	});

	it('names no way to a skew that is no better', () => {
		for (const ratio of [1.764, 2.5]) {
			const screen = stageScreen(shopView(), {
				reachable: () => ({ratio, stepDowns: 6, improves: []}),
			});
			expect(header(screen, 140)).toMatch(/skew 1\.76x {3,}●/);
		}
	});

	it('names no way to a skew while a server that has just gone still counts', () => {
		const reachable = () => ({ratio: 0.51, stepDowns: 6, improves: []});
		const groups = groupsLedBy({n1: 4, n2: 4, n3: 4});
		const gone = aServer('n3', {state: 'silent'});
		const screen = stageScreen(aView(['n1', 'n2', gone], groups), {reachable});
		expect(header(screen, 140)).toMatch(/skew \S+x {3,}●/);
	});

	it('names who else moves leaders, but not a run of ours that has just ended', () => {
		const screen = stageScreen(shopView(), {mover: () => 'moves by ann@bastion'});
		expect(header(screen, 140)).toContain('moves by ann@bastion');
		screen.setWork({...newWork('balance east'), phase: 'ended', endedAt: start});
		expect(header(screen, 140)).not.toContain('moves by');
		screen.wait(5000);
		expect(header(screen, 140)).toContain('moves by ann@bastion');
	});

	it('counts groups without a leader where there is little room, too', () => {
		const lost = aGroup({stream: 'LOST', followers: ['n1', 'n2'], replicas: 3});
		const screen = stageScreen(aView(['n1', 'n2', 'n3'], [lost]));
		expect(header(screen, 140)).toContain('1 group, 1 without a leader');
		expect(header(screen, 40)).toContain('1 leaderless');
	});
});
