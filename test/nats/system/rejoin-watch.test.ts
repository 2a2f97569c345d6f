import {describe, expect, it} from 'vitest';
import {settlingMs} from '../../../source/domain/server-restart.ts';
import {RejoinWatch} from '../../../source/nats/system/rejoin-watch.ts';
import {start} from '../../support/build.ts';
import {aReport, serversReported} from '../../support/events.ts';

const none = new Set();
const east = new Set(['east']);

/** Rounds of questions, one a second. */
function rounds() {
	const watch = new RejoinWatch();
	let second = 0;
	const round = (...[servers, others]: Parameters<typeof serversReported>) => {
		const at = start + second++ * 1000;
		return watch.clustersDue(serversReported(servers, {...others, at}));
	};

	return {watch, round};
}

describe('a server that comes back', () => {
	it('has the inventories of its cluster read again once, as soon as what others say is about its present life', () => {
		expect(settlingMs).toBe(2000);
		const {round} = rounds();
		expect(round(['n1', 'n2'])).toEqual(none);
		expect(round(['n2'], {silent: ['n1']})).toEqual(none);
		expect(round([aReport('n1', {state: 'recovering'}), 'n2'])).toEqual(none);
		expect(round(['n1', 'n2'])).toEqual(none);
		expect(round(['n1', 'n2'])).toEqual(none);
		expect(round(['n1', 'n2'])).toEqual(east);
		expect(round(['n1', 'n2'])).toEqual(none);
	});

	it('has them read when the last of several is back for long enough', () => {
		const {round} = rounds();
		round(['n3'], {silent: ['n1', 'n2']});
		expect(round(['n1', 'n3'])).toEqual(none);
		expect(round(['n1', 'n2', 'n3'])).toEqual(none);
		expect(round(['n1', 'n2', 'n3'])).toEqual(none);
		expect(round(['n1', 'n2', 'n3'])).toEqual(east);
	});

	it('does so when the meta leader missed it, and not when it was forgotten', () => {
		const offline = [{name: 'n1', cluster: 'east'}];
		for (const [isForgotten, due] of [
			[false, east],
			[true, none],
		] as const) {
			const {watch, round} = rounds();
			round(['n2'], {offline});
			if (isForgotten) {
				watch.forget('n1');
			}

			round(['n1', 'n2']);
			round(['n1', 'n2']);
			expect(round(['n1', 'n2'])).toEqual(due);
		}
	});
});
