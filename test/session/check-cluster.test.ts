import {expect, it} from 'vitest';
import {checkCluster} from '../../source/session/check-cluster.ts';
import {simulateCluster} from '../../source/sim/simulate-cluster.ts';
import {createStore} from '../../source/state/store.ts';
import {start} from '../support/build.ts';
import {manualScheduler} from '../support/manual-scheduler.ts';

it('tells what was wrong with the reply where that is why no server is known', () => {
	const cluster = simulateCluster({scenario: 'even', seed: 1, scheduler: manualScheduler()});
	const store = createStore();
	store.apply({type: 'connection-changed', at: start, state: 'connected', detail: undefined});
	const texts = () => {
		const {status, findings} = checkCluster(cluster, store.view, options, 0);
		return [status, ...findings.map(({text}) => text)];
	};

	expect(texts()).toEqual(['UNKNOWN', 'no server responded']);
	store.apply({
		type: 'reply-rejected',
		at: start,
		subject: '$SYS.REQ.SERVER.PING.STATSZ',
		reason: 'this user may not publish to it',
	});
	expect(texts()).toEqual([
		'UNKNOWN',
		'no server responded; $SYS.REQ.SERVER.PING.STATSZ: this user may not publish to it',
	]);
});

const options = {
	rules: {expect: undefined, warnRatio: 1.5, criticalRatio: undefined, okToStop: undefined},
	countR1: false,
	waitMs: undefined,
	timeoutMs: 5000,
	format: 'text',
	outfile: undefined,
	only: undefined,
} as const;
