import {setTimeout as sleep} from 'node:timers/promises';
import {cpuSeconds} from '../cpu-time.ts';
import type {Row} from '../row.ts';
import {pollEverything} from '../stage/poll-everything.ts';
import type {Stage} from '../stage/stage.ts';
import type {Place, Suite} from '../suite.ts';

export const observation: Suite = {
	title: 'What watching costs the cluster, at rest',
	parts: [
		{stage: 'small', run: async (stage, place) => measure('300 groups', stage, place)},
		{stage: 'large', run: async (stage, place) => measure('3,000 groups', stage, place)},
	],
};

/** Looks at the servers take turns of some seconds: this is several of them. */
const watchedMs = 40_000;
const calmMs = 8000;
const idleMs = 10_000;
const polls = 10;

async function measure(size: string, stage: Stage, {log}: Place): Promise<Row[]> {
	log('nobody watches');
	const idle = await over(stage, async () => sleep(idleMs));
	log('leadertop watches');
	const {watched, cost} = await watch(stage);
	log('everything is asked for once a second');
	const {polled, bytes} = await poll(stage);
	const perMinute = 60_000 / watched.elapsedMs;
	return [
		{
			name: `received: ${size}`,
			value: (cost.bytesReceived * perMinute) / 1024,
			unit: 'KiB/min',
			against: {name: 'all of JSZ each second', value: (bytes * 60) / polls / 1024},
			budget: 'ratio 1/20 at 3,000 groups',
			decimals: 0,
			note: `over ${Math.round(watched.elapsedMs / 1000)} s; polls: ${polls}, in plain text`,
		},
		{
			name: `requests: ${size}`,
			value: cost.requests * perMinute,
			unit: '/min',
			against: {name: 'all of JSZ each second', value: 60},
			decimals: 0,
			note: 'most of them are answered by every server',
		},
		{
			name: `CPU of the servers: ${size}`,
			value: watched.cpuPercent,
			unit: '% of a core',
			against: {name: 'all of JSZ each second', value: polled.cpuPercent},
			note: `nobody watching: ${idle.cpuPercent.toFixed(1)} %`,
		},
	];
}

async function watch(stage: Stage) {
	const {cluster} = await stage.watch();
	try {
		await sleep(calmMs);
		const before = cluster.cost();
		const watched = await over(stage, async () => sleep(watchedMs));
		const after = cluster.cost();
		return {
			watched,
			cost: {
				bytesReceived: after.bytesReceived - before.bytesReceived,
				requests: after.requests - before.requests,
			},
		};
	} finally {
		await cluster.close();
	}
}

async function poll(stage: Stage) {
	const system = await stage.local.connect('SYS');
	try {
		const before = system.stats().inBytes;
		const polled = await over(stage, async () => {
			for (let count = 0; count < polls; count++) {
				const next = sleep(1000);
				await pollEverything(system, stage);
				await next;
			}
		});
		return {polled, bytes: system.stats().inBytes - before};
	} finally {
		await system.close();
	}
}

/** How long something took, and how busy all servers together were meanwhile. */
async function over({local}: Stage, doing: () => Promise<void>) {
	const cpu = () => local.servers.reduce((sum, {pid = 0}) => sum + cpuSeconds(pid), 0);
	const cpuBefore = cpu();
	const startedAt = performance.now();
	await doing();
	const elapsedMs = performance.now() - startedAt;
	return {elapsedMs, cpuPercent: ((cpu() - cpuBefore) * 100_000) / elapsedMs};
}
