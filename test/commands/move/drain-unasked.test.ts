import {PassThrough, Writable} from 'node:stream';
import {expect, test, vi} from 'vitest';
import type {Cluster} from '../../../source/cluster.ts';
import type {CommandContext} from '../../../source/commands/cli/command.ts';
import {systemClock} from '../../../source/time/clock.ts';
import {runMove} from '../../../source/commands/move/run-move.ts';
import type {ClusterEvent} from '../../../source/domain/cluster-event.ts';
import {simulateCluster} from '../../../source/sim/simulate-cluster.ts';

const opened = vi.hoisted(() => ({cluster: undefined as Cluster | undefined}));

vi.mock('../../../source/session/open-cluster.ts', () => ({
	openCluster: async () => opened.cluster,
}));

test('drains nothing without a yes when followers are behind, however soon they catch up', async () => {
	const {cluster, asked} = laggards();
	opened.cluster = cluster;
	const output: string[] = [];
	const stdin = Object.assign(new PassThrough(), {isTTY: true});
	const terminal = terminalTo(text => {
		output.push(text);
		if (text.includes('[y/N]')) {
			stdin.write('\n');
		}
	});
	const context: unknown = {
		input: [],
		flags: {},
		env: {},
		stdin,
		stdout: terminal,
		stderr: terminal,
		exit() {},
	};
	const exitCode = await runMove(context as CommandContext, {type: 'drain', server: 'n1'});

	expect(output.join('')).toMatch(/Drain n1 as followers of \d+ groups catch up\? \[y\/N\]/);
	expect(output.join('')).toContain('Nothing was done');
	expect(exitCode).toBe(1);
	expect(asked()).toBe(0);
});

/** A cluster all of whose followers are behind. */
function laggards() {
	const even = simulateCluster({scenario: 'even', seed: 1, scheduler: systemClock, streams: 4});
	let asked = 0;
	const cluster: Cluster = {
		...even,
		watch: listener =>
			even.watch(event => {
				listener(behind(event));
			}),
		async stepDown(request) {
			asked++;
			return even.stepDown(request);
		},
	};
	return {cluster, asked: () => asked};
}

function behind(event: ClusterEvent): ClusterEvent {
	return event.type === 'groups-reported'
		? {
				...event,
				led: event.led.map(group => ({
					...group,
					followers: group.followers.map(follower => ({
						...follower,
						current: false,
						lag: 100_000,
					})),
				})),
			}
		: event;
}

function terminalTo(take: (text: string) => void) {
	const terminal = new Writable({
		write(chunk, _encoding, done) {
			take(String(chunk));
			done();
		},
	});
	return Object.assign(terminal, {isTTY: true, columns: 80, fd: 1});
}
