import {writeFileSync} from 'node:fs';
import xterm from '@xterm/headless';
import {it} from 'vitest';
import {screenToSvg} from '../support/screen-to-svg.ts';
import {stageScreen} from './stage-screen.ts';
import {shopView} from './shop.ts';

it('shows', async () => {
	const level = Number(process.env.LEVEL ?? '0') as 0 | 3;
	const staged = stageScreen(shopView(), {
		features: {colorLevel: level, unicode: process.env.ASCII !== '1'},
		...(process.env.RO ? {acting: {type: 'locked', missing: '--read-only'} as const} : {}),
		reachable: () => ({ratio: 1.004, stepDowns: 68}),
		stopOf: name => (name === 'n3' ? {type: 'wait', reasons: ['lag 311']} : {type: 'ok'}),
	});
	const sizes = (process.env.SIZES ?? '80x24').split(' ');
	const keys = (process.env.KEYS ?? '').split(' ').filter(k => k);
	const [c0, r0] = (sizes[0] ?? '').split('x').map(Number);
	staged.lines(c0, r0);
	staged.press(...keys);
	for (const size of sizes) {
		const [c, r] = size.split('x').map(Number);
		if (level === 0) {
			console.log(
				size +
					'\n' +
					staged
						.text(c, r)
						.split('\n')
						.map(l => '|' + l + '|')
						.join('\n'),
			);
		} else {
			const terminal = new xterm.Terminal({cols: c, rows: r, allowProposedApi: true});
			await new Promise<void>(done => terminal.write(staged.lines(c, r).join('\r\n'), done));
			writeFileSync(`/tmp/screen-png/${size}.svg`, screenToSvg(terminal));
		}
	}
});
