import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';

export type Disturbance = {
	readonly title: string;
	/** Begins it; returns how the server gets well again. */
	readonly begin: (local: LocalCluster, server: string) => Promise<() => Promise<void>>;
};

export const disturbances: readonly Disturbance[] = [
	{
		title: 'kill',
		async begin(local, server) {
			await local.killServer(server);
			return async () => local.startServer(server);
		},
	},
	{
		title: 'stop',
		async begin(local, server) {
			await local.stopServer(server);
			return async () => local.startServer(server);
		},
	},
	{
		title: 'restart',
		async begin(local, server) {
			await local.restartServer(server);
			return async () => {};
		},
	},
	{
		title: 'lame duck',
		async begin(local, server) {
			local.lameDuck(server);
			return async () => {
				while (local.servers.some(({name, running}) => name === server && running)) {
					await sleep(100);
				}

				await local.startServer(server);
			};
		},
	},
	{
		title: 'pause',
		async begin(local, server) {
			const pid = local.servers.find(({name}) => name === server)?.pid;
			if (pid !== undefined) {
				process.kill(pid, 'SIGSTOP');
			}

			return async () => {
				if (pid !== undefined) {
					process.kill(pid, 'SIGCONT');
				}
			};
		},
	},
	{
		title: 'a short pause of',
		async begin(local, server) {
			const pid = local.servers.find(({name}) => name === server)?.pid;
			if (pid !== undefined) {
				process.kill(pid, 'SIGSTOP');
				await sleep(1500);
				process.kill(pid, 'SIGCONT');
			}

			return async () => {};
		},
	},
];
