import {describe, expect, it} from 'vitest';
import {RejoinWatch} from '../../../source/nats/system/rejoin-watch.ts';
import {aReport, serversReported} from '../../support/events.ts';

const recovering = aReport('n1', {state: 'recovering'});
const none = new Set();
const east = new Set(['east']);

describe('a server that comes back', () => {
	it('puts its cluster in doubt once, when its JetStream is up again', () => {
		const watch = new RejoinWatch();
		expect(watch.clustersOf(serversReported(['n1', 'n2']))).toEqual(none);
		expect(watch.clustersOf(serversReported(['n2'], {silent: ['n1']}))).toEqual(none);
		expect(watch.clustersOf(serversReported([recovering, 'n2']))).toEqual(none);
		expect(watch.clustersOf(serversReported(['n1', 'n2']))).toEqual(east);
		expect(watch.clustersOf(serversReported(['n1', 'n2']))).toEqual(none);
	});

	it('does so when the meta leader missed it, and not when it was forgotten', () => {
		const watch = new RejoinWatch();
		const offline = [{name: 'n1', cluster: 'east'}];
		watch.clustersOf(serversReported(['n2'], {offline}));
		expect(watch.clustersOf(serversReported(['n1', 'n2']))).toEqual(east);
		watch.clustersOf(serversReported(['n2'], {offline}));
		watch.forget('n1');
		expect(watch.clustersOf(serversReported(['n1', 'n2']))).toEqual(none);
	});
});
