import type {Metered} from '../metered-terminal.ts';
import type {NotedDelays} from '../noted-delays.ts';
import {quantile} from '../quantile.ts';
import type {residentBytes} from '../resident-bytes.ts';
import type {Row} from '../row.ts';
import type {KeyTime, KeyTimes} from './time-keys.ts';

export type MeasuredScreen = {
	/** From the start of the process, in ms. */
	readonly firstFrameMs: number;
	readonly completeMs: number;
	readonly start: Metered;
	readonly rest: Metered;
	/** At rest, minutes after the start; undefined where that was not waited for. */
	readonly later: Metered | undefined;
	readonly keys: KeyTimes;
	readonly flood: Metered;
	/** From advisory to frame, in ms: of elections one by one, and of those of a flood. */
	readonly sighted: {readonly alone: readonly number[]; readonly together: readonly number[]};
	readonly delays: {
		readonly start: NotedDelays;
		readonly rest: NotedDelays;
		readonly flood: NotedDelays;
	};
	readonly resident: ReturnType<typeof residentBytes>;
	readonly elections: number;
	readonly overMs: number;
};

/** @param of the size of the screen */
export function rowsOf(of: string, measured: MeasuredScreen): Row[] {
	const {firstFrameMs, completeMs, start, rest, later, keys, flood, elections, overMs} = measured;
	const {sighted, delays, resident} = measured;
	const moving = `while ${elections} leaders move in ${overMs / 1000} s`;
	const ms = (name: string, value: number): Row => ({name: `${name}: ${of}`, value, unit: 'ms'});
	const cpu = (name: string, metered: Metered): Row => ({
		name: `CPU ${name}: ${of}`,
		value: metered.cpuPercent,
		unit: '% of a core',
		note: `${framesIn(metered)}; ${queuedIn(metered)}`,
	});
	const written = (name: string, metered: Metered): Row => ({
		name: `written ${name}: ${of}`,
		value: (metered.bytes * 1000) / metered.elapsedMs,
		unit: 'B/s',
		decimals: 0,
		note: framesIn(metered),
	});
	const key = (where: string, times: readonly KeyTime[]): Row => ({
		...ms(`key → frame, ${where}, p99`, quantile(msOf(times), 0.99)),
		budget: '50 ms',
		note: keyNote(times),
	});
	const election = (how: string, times: readonly number[], all: number): Row => ({
		...ms(`advisory → frame, ${how}, p99`, quantile(times, 0.99)),
		budget: '50 ms',
		note: `p50 ${quantile(times, 0.5).toFixed(1)} ms; ${times.length} of ${all} seen on the screen`,
	});
	const delay = (when: string, {maxMs, p99Ms}: NotedDelays): Row => ({
		...ms(`event-loop delay ${when}, longest`, maxMs),
		budget: '50 ms',
		note: `p99 ${p99Ms.toFixed(1)} ms`,
	});
	return [
		{...ms('first frame', firstFrameMs), decimals: 0},
		{
			...ms('first complete screen', completeMs),
			decimals: 0,
			budget: '5 s',
			note: `${start.cpuPercent.toFixed(0)} % of a core; ${queuedIn(start)}`,
		},
		{...cpu('at rest', rest), budget: '3 %'},
		...(later ? [{...cpu('at rest, minutes later', later), budget: '3 %'}] : []),
		{...written('at rest', rest), budget: '1,024 B/s'},
		key('among the servers', keys.servers),
		key('in the list of all groups', keys.groups),
		key('typing a filter for all groups', keys.filter),
		key('sorting all groups', keys.order),
		{...cpu(moving, flood), budget: '25 %'},
		written(moving, flood),
		election('one by one', sighted.alone, sighted.alone.length),
		election(moving, sighted.together, elections),
		delay('from the first frame to the first complete screen', delays.start),
		delay('at rest', delays.rest),
		delay(moving, delays.flood),
		{
			name: `resident memory: ${of}`,
			value: resident.now / 2 ** 20,
			unit: 'MiB',
			decimals: 0,
			budget: '400 MiB',
			note: `at most ${(resident.most / 2 ** 20).toFixed(0)} MiB`,
		},
	];
}

function msOf(times: readonly KeyTime[]): number[] {
	return times.map(({ms}) => ms);
}

function keyNote(times: readonly KeyTime[]): string {
	const all = msOf(times);
	const slowest = times.find(({ms}) => ms === Math.max(...all));
	return `p50 ${quantile(all, 0.5).toFixed(1)} ms; ${all.length} keys, the slowest ${JSON.stringify(slowest?.key)}`;
}

function framesIn({elapsedMs, frames}: Metered): string {
	return `${frames.length} frames in ${(elapsedMs / 1000).toFixed(1)} s`;
}

function queuedIn({queuedPercent}: Metered): string {
	return `${queuedPercent.toFixed(0)} % of the time spent waiting for a core`;
}
