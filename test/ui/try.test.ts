import {it} from 'vitest';
import {stageScreen} from './stage-screen.ts';
import {shopView} from './shop.ts';

it('shows', () => {
	process.env.TZ = 'UTC';
	const staged = stageScreen(shopView(), {
		reachable: () => ({ratio: 1.004, stepDowns: 68}),
		stopOf: name => (name === 'n3' ? {type: 'wait', reasons: ['lag 311']} : {type: 'ok'}),
	});
	const sizes = (process.env.SIZES ?? '80x24').split(' ');
	const keys = (process.env.KEYS ?? '').split(' ').filter(k => k);
	staged.press(...keys);
	for (const size of sizes) {
		const [c, r] = size.split('x').map(Number);
		console.log(size);
		console.log(
			staged
				.text(c, r)
				.split('\n')
				.map(l => '|' + l + '|')
				.join('\n'),
		);
	}
});
