import {setImmediate as turn} from 'node:timers/promises';
import {render} from 'ink-testing-library';
import {expect, it} from 'vitest';
import {App} from '../../../source/ui/app/app.tsx';
import {elected} from '../../support/events.ts';
import {aGroup, start} from '../../support/build.ts';
import {storeOf} from '../../support/store-of.ts';
import {stageScreen} from '../stage-screen.ts';

it('shows the cluster, what a key does, and nothing more once it is gone', async () => {
	const orders = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3']});
	const store = storeOf(['n1', 'n2', 'n3'], [orders]);
	const {screen} = stageScreen(store.view, {subscribe: store.subscribe});
	const app = render(<App screen={screen} />);
	expect(app.lastFrame()).toContain('leaders on n1 · 1');

	screen.onKey({name: 'j', text: 'j'});
	await turn();
	expect(app.lastFrame()).toContain('leaders on n2 · 0');

	app.unmount();
	const frames = app.frames.length;
	store.apply(elected(orders, 'n2', {at: start}));
	screen.onKey({name: 'k', text: 'k'});
	await turn();
	expect(app.frames).toHaveLength(frames);
});
