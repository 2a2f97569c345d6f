import {it} from 'vitest';
import {stageScreen} from './stage-screen.ts';
import {shopView} from './shop.ts';
import {randomView} from './random-view.ts';
import {seededRandom} from '../support/random.ts';
import {aGroup, aServer} from '../support/build.ts';
import {aView} from './a-view.ts';

function bench(name: string, view: any, c: number, r: number, keys: string[] = []) {
	const staged = stageScreen(view, {features: {colorLevel: 3, unicode: true}});
	staged.screen.lines({columns: c, rows: r});
	staged.press(...keys);
	for (let i = 0; i < 30; i++) staged.press('down');
	const n = 200;
	const t = performance.now();
	for (let i = 0; i < n; i++) staged.press(i % 2 ? 'down' : 'up');
	console.log(name, ((performance.now() - t) / n).toFixed(2), 'ms a key');
}
it('bench', () => {
	bench('shop 80x24', shopView(), 80, 24, ['tab']);
	bench('shop 140x45', shopView(), 140, 45, ['tab']);
	bench('shop 200x60', shopView(), 200, 60, ['tab']);
	bench('random 140x45', randomView(seededRandom(5)), 140, 45, ['tab']);
	const servers = Array.from({length: 100}, (_, i) => aServer(`n${i}`));
	const groups = Array.from({length: 100_000}, (_, i) =>
		aGroup({
			stream: `S${i}`,
			consumer: i % 3 ? `c${i}` : undefined,
			leader: `n${i % 100}`,
			followers: [`n${(i + 1) % 100}`, `n${(i + 2) % 100}`],
			messagesPerSecond: Math.random() * 1000,
		}),
	);
	const big = aView(servers, groups);
	bench('big 140x45', big, 140, 45, ['tab']);
	bench('big servers 140x45', big, 140, 45);
	bench('big all 140x45', big, 140, 45, ['a']);
	const staged = stageScreen(big);
	staged.screen.lines({columns: 140, rows: 45});
	staged.press('a');
	for (const key of ['s', 's', 's', 't', '/', 'S', '1', 'backspace', 'enter', 'z', 'S']) {
		const t = performance.now();
		staged.press(key);
		console.log('big all', key, (performance.now() - t).toFixed(1));
	}
});
