import {describe, expect, it} from 'vitest';
import type {ReplayState} from '../../../source/domain/replay-state.ts';
import {groupsLedBy} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {stageScreen, type StagedScreen} from '../stage-screen.ts';

const at = new Date(2026, 0, 15, 14, 2, 9).getTime();
const hour = 3_600_000;
const status: ReplayState = {
	at,
	startsAt: at - hour,
	endsAt: at + hour,
	speed: 4,
	phase: 'playing',
	isIncomplete: false,
	troubles: [],
};

function stage(traits: Partial<ReplayState> = {}): StagedScreen {
	return stageScreen(aView(['n1', 'n2', 'n3'], []), {
		origin: {label: 'prod-sys', type: 'system', recorded: true},
		acting: {type: 'locked', missing: 'a recording cannot act'},
		replay: {...status, ...traits},
	});
}

const commands = ({intents}: StagedScreen) =>
	intents.map(intent => (intent.type === 'replay' ? intent.command : intent));

const lastLine = (staged: StagedScreen) => staged.lines().at(-1)?.trimEnd();

describe('the screen of a replay', () => {
	it.each<[Partial<ReplayState>, string]>([
		[{}, '► 4x 14:02:09 50%'],
		[{speed: 0.25, at: at - hour}, '► 0.25x 13:02:09 0%'],
		[{phase: 'paused'}, '‖ paused 14:02:09 50%'],
		[{phase: 'seeking'}, '►► 14:02:09 50%'],
		[{phase: 'ended', at: at + hour}, '■ end 15:02:09'],
		[{isIncomplete: true}, 'DAMAGED ► 4x 14:02:09 50%'],
		[{startsAt: at, endsAt: at}, '► 4x 14:02:09 100%'],
	])('says where it stands: %j', (traits, words) => {
		const [first = ''] = stage(traits).lines();
		expect(first).toContain('RECORDING');
		expect(first.trimEnd().endsWith(words)).toBe(true);
		expect(first).not.toContain('live');
	});

	it('says the date where there is room', () => {
		expect(stage().lines(140, 45)[0]).toMatch(/► 4x 2026-01-15 14:02:09 50%$/);
	});

	it('gives no command to type: what it shows is over', () => {
		const [live, recorded] = [undefined, {...status}].map(replay => {
			const staged = stageScreen(aView(['n1', 'n2'], groupsLedBy({n1: 1, n2: 0})), {
				replay,
			});
			staged.press('tab', 'enter');
			return staged.text();
		});
		expect(live).toContain('nats stream cluster step-down S1');
		expect(recorded).not.toContain('nats stream');
	});

	it('has its own keys in the footer and in the help, and none that act', () => {
		const staged = stage();
		expect(lastLine(staged)).toMatch(/^p pause {2}.*q quit$/);
		expect(lastLine(staged)).not.toMatch(/step down|locked|freeze|tag/);
		staged.press('?');
		const help = staged.text(80, 120);
		expect(help).toContain('Locked: a recording cannot act');
		expect(help).toContain('Go to the previous elections');
		expect(help).not.toMatch(/Freeze|Step down|Update less|run it|Untag/);
		expect(staged.lines().at(-1)).toContain('Esc close');
	});

	it('wants what the keys say, also from the details and the accounts', () => {
		const staged = stage();
		staged.press('p', ',', '.', 'n', 'N', 'o', '<', '>', 'enter', 'p', 'escape', 'e', 'n');
		expect(commands(staged)).toEqual([
			{type: 'pause'},
			{type: 'step', by: -1},
			{type: 'step', by: 1},
			{type: 'election', by: 1},
			{type: 'election', by: -1},
			{type: 'hotspots'},
			{type: 'speed', speed: 2},
			{type: 'speed', speed: 10},
			{type: 'pause'},
			{type: 'election', by: 1},
		]);
	});

	it('goes no slower than the slowest and no faster than the fastest', () => {
		const slow = stage({speed: 0.25});
		slow.press('<');
		expect(lastLine(slow)).toMatch(/^Speed 0\.25x is the limit │/);
		const fast = stage({speed: 1000});
		fast.press('>');
		expect(lastLine(fast)).toMatch(/^Speed 1000x is the limit │/);
		expect([...commands(slow), ...commands(fast)]).toEqual([]);
	});

	it('goes to a time that is typed or pasted', () => {
		const staged = stage();
		staged.press(':', '1', '4', ':', '3', 'x', 'backspace', '0');
		expect(lastLine(staged)).toContain('Go to: 14:30_');
		staged.press('enter');
		expect(commands(staged)).toEqual([{type: 'time', at: new Date(2026, 0, 15, 14, 30).getTime()}]);
		staged.press(':');
		staged.screen.onPaste('+10m\n');
		staged.press('enter');
		expect(commands(staged).at(-1)).toEqual({type: 'time', at: at + 600_000});
		staged.press(':', 'n', 'o', 'escape', ':', 'q', 'ctrl-u', 'enter');
		expect(commands(staged)).toHaveLength(2);
	});

	it('says why it does not go to a time', () => {
		const staged = stage();
		staged.press(':', 'n', 'o', 'o', 'n', 'enter');
		expect(lastLine(staged)).toMatch(/^No time: noon; a time is 14:02/);
		staged.press(':', '1', '8', ':', '0', '0', 'enter');
		expect(lastLine(staged)).toMatch(/^The recording goes from 13:02:09 to 15:02:09 │/);
		expect(commands(staged)).toEqual([]);
	});

	it('says why it does not act, and why it does not go on', () => {
		const staged = stage({phase: 'ended'});
		for (const key of ['S', 'T', 'B', 'D', 'U', 'M']) {
			staged.press(key);
			expect(lastLine(staged)).toMatch(/^Locked: a recording cannot act │/);
		}

		staged.press('p');
		expect(lastLine(staged)).toMatch(/^The recording ends here: N and : go back │/);
		expect(staged.intents).toEqual([]);
	});

	it('knows nothing of these keys where a cluster is live', () => {
		const live = stageScreen(aView(['n1'], []));
		live.press('p', ',', '.', 'n', 'N', 'o', '<', '>', ':');
		expect(live.intents).toEqual([]);
		live.press('?');
		expect(live.text()).not.toContain('Replay');
	});
});
