import {expect, it} from 'vitest';
import type {ClusterView} from '../../source/state/cluster-view.ts';
import {createStore} from '../../source/state/store.ts';
import type {Size} from '../../source/ui/scene/scene.ts';
import {randomEvents} from '../recording/random-events.ts';
import {aGroup, start} from '../support/build.ts';
import {serversReported} from '../support/events.ts';
import {seededRandom} from '../support/random.ts';
import {storeOf} from '../support/store-of.ts';
import {stageScreen} from './stage-screen.ts';

/** A screen that keeps its size; returns the way to get its picture, with the cursor on the first server. */
function watching(view: ClusterView, size: Size, clock = () => start): () => string {
	const {screen, press} = stageScreen(view, {clock});
	screen.lines(size);
	return () => {
		press('g');
		return screen.lines(size).join('\n');
	};
}

/** Which of two accounts with as many groups comes first, a store that was told of them anew may say otherwise. */
function withoutAccounts(picture: string): string {
	return picture.replaceAll(/of accounts .*/g, '');
}

it.each([
	{columns: 80, rows: 24},
	{columns: 140, rows: 45},
])(
	'$columns columns show the same where rows are remembered as where all of them are drawn anew',
	size => {
		let changes = 0;
		for (let seed = 1; seed <= 12; seed++) {
			const store = createStore();
			let now = 0;
			const clock = () => now;
			const pictureOfOld = watching(store.view, size, clock);
			let before = '';
			for (const event of randomEvents(seededRandom(seed), 60)) {
				store.apply(event);
				// Rows are drawn anew each second anyway: several events fall into one.
				now = store.view.now - (store.view.now % 10_000);
				const anew = createStore();
				// Nothing that is remembered of an object helps with its copy.
				anew.recall(structuredClone(store.memories()));
				const picture = withoutAccounts(pictureOfOld());
				const pictureOfNew = watching(anew.view, size, clock);
				expect(picture, `seed ${seed}`).toBe(withoutAccounts(pictureOfNew()));
				changes += picture === before ? 0 : 1;
				before = picture;
			}
		}

		expect(changes).toBeGreaterThan(300);
	},
);

it('shows within the same second that the server of a follower has gone', () => {
	const orders = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3']});
	const {view, apply} = storeOf(['n1', 'n2', 'n3'], [orders]);
	const picture = watching(view, {columns: 80, rows: 24});
	expect(picture()).toContain('n2 n3 ');

	apply(serversReported(['n1', 'n2'], {offline: [{name: 'n3', cluster: 'east'}]}));

	expect(picture()).toContain('n2 n3(off)');
});
