import {expect, it} from 'vitest';
import type {RawTarget} from '../../../source/ui/world.ts';
import {aGroup} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {stageScreen} from '../stage-screen.ts';

const group = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3']});
const view = aView(['n1', 'n2', 'n3'], [group]);

it('J shows what the servers say of the selected server or group, to be scrolled', () => {
	const asked: RawTarget[] = [];
	const screen = stageScreen(view, {
		raw(target) {
			asked.push(target);
			return {type: 'ready', text: '{"mem":18446744073709551615,"tags":["a\u202Eb"]}'};
		},
	});
	screen.press('J');
	expect(screen.text()).toContain('JSON of n1');
	expect(screen.text()).toMatch(/\{\n {3}"mem": 18446744073709551615,\n {3}"tags": \[/);
	expect(screen.text()).not.toContain('\u202E');
	expect(asked.at(-1)).toEqual({serverId: view.servers.get('n1')?.id, group: undefined});

	screen.press('escape', 'tab', 'J');
	expect(screen.text()).toContain('JSON of ORDERS');
	expect(asked.at(-1)).toMatchObject({
		serverId: view.servers.get('n1')?.id,
		group: {stream: 'ORDERS'},
	});
});

it('J says that it asks, what went wrong, and where there is nobody to ask', () => {
	const asking = stageScreen(view, {raw: () => ({type: 'asking'})});
	asking.press('J');
	expect(asking.text()).toContain('asking the servers');

	const failed = stageScreen(view, {raw: () => ({type: 'failed', reason: 'none within 10000 ms'})});
	failed.press('J');
	expect(failed.text()).toContain('none within 10000 ms');

	const simulated = stageScreen(view);
	simulated.press('J');
	expect(simulated.text()).toContain('There are no servers to ask here');
});
