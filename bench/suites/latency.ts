import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {quantile} from '../quantile.ts';
import type {Row} from '../row.ts';
import {runProgram} from '../run-program.ts';
import {nextHandovers} from '../stage/handovers.ts';
import {pollEverything} from '../stage/poll-everything.ts';
import type {Stage} from '../stage/stage.ts';
import {stepDownPlainly} from '../stage/step-down-plainly.ts';
import type {Place, Suite} from '../suite.ts';
import type {TimedElection, TimedScreenOrder, TimedScreenResult} from '../timed-screen.ts';

export const latency: Suite = {
	title: 'From a step-down to its election on the screen (140x45)',
	parts: [
		{
			stage: 'none',
			async run(place) {
				const timed = await timeScreen(undefined, place, {
					singly: 100,
					atOnce: 1000,
					withinMs: 2000,
				});
				return rowsOf('3,000 simulated groups', timed);
			},
		},
		{
			stage: 'small',
			async run(stage, place) {
				const timed = await timeScreen(stage.access, place, {
					singly: 100,
					atOnce: 180,
					withinMs: 0,
				});
				place.log('polling');
				const polled = await timePolling(stage, 60);
				return rowsOf('300 groups', timed, polled);
			},
		},
		{
			stage: 'large',
			async run({access}, place) {
				const timed = await timeScreen(access, place, {singly: 100, atOnce: 1000, withinMs: 2000});
				return rowsOf('3,000 groups', timed);
			},
		},
	],
};

async function timeScreen(
	access: TimedScreenOrder['access'],
	place: Place,
	counts: Pick<TimedScreenOrder, 'singly' | 'atOnce' | 'withinMs'>,
): Promise<TimedScreenResult> {
	place.log(`${counts.singly} elections one by one, ${counts.atOnce} at once`);
	const auditFile = path.join(place.scratch, 'timed-screen-audit.jsonl');
	const order: Omit<TimedScreenOrder, 'resultFile'> = {access, auditFile, ...counts};
	return (await runProgram('timed-screen', place, {
		order,
		timeoutMs: 120_000,
	})) as TimedScreenResult;
}

/** How long it takes from a step-down until a tool that asks for everything once a second knows, in ms. */
async function timePolling(stage: Stage, count: number): Promise<number[]> {
	const system = await stage.local.connect('SYS');
	const waiting = new Map<string, {readonly to: string; readonly sentAt: number}>();
	const times: number[] = [];
	const ending = new AbortController();
	const polling = (async () => {
		while (!ending.signal.aborted) {
			const next = sleep(1000);
			const {leaders, at} = await pollEverything(system, stage);
			for (const [name, {to, sentAt}] of waiting) {
				if (leaders.get(name) === to) {
					times.push(at - sentAt);
					waiting.delete(name);
				}
			}

			await next;
		}
	})();
	try {
		for (const [index, handover] of (await nextHandovers(stage, count)).entries()) {
			const {stream, consumer} = handover.group;
			waiting.set(consumer === undefined ? stream : `${stream}.${consumer}`, {
				to: handover.to ?? '',
				sentAt: performance.now(),
			});
			await stepDownPlainly(stage, {handovers: [handover], inFlight: 1, until: 'election'});
			await sleep(20 + ((index * 137) % 200));
		}

		await sleep(1500);
	} finally {
		ending.abort();
		await polling;
		await system.close();
	}

	return times;
}

function rowsOf(
	size: string,
	{singly, atOnce, cpuMs, queuedMs, frames, loopDelayMs}: TimedScreenResult,
	polled?: readonly number[],
): Row[] {
	const elapsedMs =
		Math.max(...atOnce.map(({heardAt}) => heardAt)) - Math.min(...atOnce.map(({sentAt}) => sentAt));
	const flood = `${atOnce.length} elections in ${(elapsedMs / 1000).toFixed(1)} s`;
	return [
		...stepsOf(`one by one, ${size}`, singly, `${singly.length} elections`, polled),
		...stepsOf(`${atOnce.length} at once, ${size}`, atOnce, `${flood}, ${frames} frames`, polled),
		{
			name: `event-loop delay: ${atOnce.length} at once, ${size}`,
			value: loopDelayMs.p99,
			unit: 'ms',
			note: `p99; at most ${loopDelayMs.max.toFixed(0)} ms; the process took ${cpuMs.toFixed(0)} ms of CPU time, and waited ${queuedMs.toFixed(0)} ms for a core`,
		},
	];
}

function stepsOf(
	how: string,
	elections: readonly TimedElection[],
	note: string,
	polled?: readonly number[],
): Row[] {
	const requests = elections.map(({sentAt, heardAt}) => heardAt - sentAt);
	const frames = elections.map(({heardAt, writtenAt}) => writtenAt - heardAt);
	const all = elections.map(({sentAt, writtenAt}) => writtenAt - sentAt);
	return [0.5, 0.99].flatMap((share): Row[] => {
		const p = `p${share * 100}`;
		const row = (name: string, times: readonly number[]): Row => ({
			name: `${name}, ${p}: ${how}`,
			value: quantile(times, share),
			unit: 'ms',
			note,
		});
		return [
			row('request → election heard', requests),
			{...row('election heard → on the screen', frames), ...(share > 0.5 && {budget: '50 ms'})},
			{
				...row('request → on the screen', all),
				...(polled && {against: {name: 'polling once a second', value: quantile(polled, share)}}),
			},
		];
	});
}
