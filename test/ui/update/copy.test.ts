import {describe, expect, it} from 'vitest';
import {aGroup} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {stageScreen} from '../stage-screen.ts';

const servers = ['n1', 'n2', 'n3'];
const followers = ['n2', 'n3'];
const orders = aGroup({stream: 'ORDERS', leader: 'n1', followers});
const billing = aGroup({stream: 'ORDERS', consumer: 'bil ling', leader: 'n1', followers});
const single = aGroup({stream: 'SINGLE', leader: 'n1'});
const ofOrders = 'nats stream cluster step-down ORDERS';
const ofBilling = "nats consumer cluster step-down ORDERS 'bil ling'";

/** A screen whose keys go to the groups: ORDERS, ORDERS › bil ling, SINGLE. */
function stage() {
	const screen = stageScreen(aView(servers, [orders, billing, single]));
	screen.lines();
	screen.press('tab');
	return screen;
}

describe('i', () => {
	it('copies the command of the selected group, and says so', () => {
		const screen = stage();
		screen.press('down', 'i');
		expect(screen.intents).toEqual([{type: 'copy', text: ofBilling}]);
		expect(screen.lines().at(-1)).toMatch(/^Command copied │/);
		screen.press('enter', 'i');
		expect(screen.intents).toHaveLength(2);
		expect(screen.lines().at(-1)).toMatch(/^Command copied │/);
	});

	it('copies those of the tagged groups, a line each', () => {
		const screen = stage();
		screen.press('space', 'space', 'i');
		expect(screen.intents).toEqual([{type: 'copy', text: `${ofOrders}\n${ofBilling}`}]);
		expect(screen.lines().at(-1)).toMatch(/^2 commands copied │/);
	});

	it('copies what a question asks, and leaves it open', () => {
		const screen = stage();
		screen.press('T', 'j', 'enter', 'i');
		expect(screen.intents).toEqual([{type: 'copy', text: `${ofOrders} --preferred n3`}]);
		expect(screen.text()).toContain('Step down 1 group, to n3?');
	});

	it('copies a command that the screen breaks in one piece', () => {
		const long = aGroup({
			stream: 'S'.repeat(70),
			consumer: 'c'.repeat(90),
			leader: 'n1',
			followers,
		});
		const screen = stageScreen(aView(servers, [long]));
		screen.lines();
		screen.press('tab', 'i');
		const text = `nats consumer cluster step-down ${'S'.repeat(70)} ${'c'.repeat(90)}`;
		expect(screen.intents).toEqual([{type: 'copy', text}]);
	});

	it('says where there is nothing to copy', () => {
		const screen = stage();
		screen.press('G', 'i');
		expect(screen.lines().at(-1)).toMatch(/^No command to copy │/);
		screen.press('tab', 'i');
		expect(screen.lines().at(-1)).toContain('press Tab first');
		screen.press('?', 'i');
		expect(screen.lines().at(-1)).toMatch(/^No command to copy │/);
		expect(screen.intents).toEqual([]);
	});

	it('says where no shell could name the group', () => {
		const orphan = aGroup({stream: 'half \uD83D', leader: 'n1', followers});
		const screen = stageScreen(aView(servers, [orphan]));
		screen.lines();
		screen.press('tab', 'i');
		expect(screen.intents).toEqual([]);
		expect(screen.lines().at(-1)).toContain('No command: a name holds');
	});
});
