import {describe, expect, it} from 'vitest';
import {serverStatistics} from '../../../source/nats/decode/server-statistics.ts';

const server = {name: 'n1', id: 'N1', cluster: 'east', ver: '2.12.4'};

describe('the statistics of a server', () => {
	it.each([
		['64 cores on the machine, two of them for the server', {cores: 64, gomaxprocs: 2}, 2],
		['more threads than cores', {cores: 4, gomaxprocs: 8}, 4],
		['a server that does not tell how many it may use', {cores: 8}, 8],
	])('count the cores that it can keep busy: %s', (_, told, cores) => {
		expect(serverStatistics({server, statsz: told}).stats.cores).toBe(cores);
	});
});
