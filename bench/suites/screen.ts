import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {startTraffic} from '../../source/demo/start-traffic.ts';
import {openMetered, type Metered, type MeteredTerminal} from '../metered-terminal.ts';
import {quantile} from '../quantile.ts';
import {residentBytes} from '../resident-bytes.ts';
import type {Row} from '../row.ts';
import {nextHandovers} from '../stage/handovers.ts';
import type {Stage} from '../stage/stage.ts';
import {stepDownPlainly} from '../stage/step-down-plainly.ts';
import type {Place, Suite} from '../suite.ts';

export const screen: Suite = {
	title: 'The screen of the built CLI in a terminal, with 200 messages a second in the cluster',
	parts: [
		{
			stage: 'small',
			async run(stage, place) {
				const rows = [];
				for (const size of sizes) {
					const peer = await measurePeer(place, size);
					rows.push(...(await measure(stage, place, {size, moved: 300, peer})));
				}

				return rows;
			},
		},
		{
			stage: 'large',
			async run(stage, place) {
				const rows = [];
				for (const size of sizes) {
					rows.push(...(await measure(stage, place, {size, moved: 1000, peer: undefined})));
				}

				return rows;
			},
		},
	],
};

type Size = {readonly columns: number; readonly rows: number};

const sizes: readonly Size[] = [
	{columns: 80, rows: 24},
	{columns: 140, rows: 45},
];

/** What follows the first look is over then. */
const calmMs = 4000;
const restMs = 12_000;
const keys = 100;

type Measurement = {
	readonly size: Size;
	/** Leaders. */
	readonly moved: number;
	readonly peer: Peer | undefined;
};

async function measure(
	stage: Stage,
	place: Place,
	{size, moved, peer}: Measurement,
): Promise<Row[]> {
	const {columns, rows} = size;
	place.log(`${columns}x${rows}`);
	const handovers = await nextHandovers(stage, moved);
	const traffic = await startTraffic(stage.local, stage.streams);
	const metered = openScreen(stage, place, size);
	try {
		await metered.pty.until(isLive, 60_000);
		await sleep(calmMs);
		const rest = await metered.during(async () => sleep(restMs));
		const keyMs = await timeKeys(metered);
		const redrawn = await metered.during(async () => {
			metered.pty.keys(redraw);
			await sleep(1500);
		});
		const flood = await metered.during(async () => {
			await stepDownPlainly(stage, {handovers, inFlight: 64, until: 'answer'});
		});
		return rowsOf(`${columns}x${rows}, ${stage.groups.toLocaleString('en')} groups`, {
			rest,
			flood,
			wholeFrameBytes: Math.max(...redrawn.frames),
			keyMs,
			moved,
			peer,
			resident: residentBytes(metered.pty.pid).now,
		});
	} finally {
		await metered.pty.close();
		await traffic.stop();
	}
}

function openScreen({access}: Stage, {cli, scratch}: Place, size: Size): MeteredTerminal {
	return openMetered({
		args: [
			cli,
			'watch',
			'--no-context',
			'--server',
			access.url,
			...access.actAs.flatMap(who => ['--act-as', who]),
			'--audit',
			path.join(scratch, 'screen-audit.jsonl'),
		],
		...size,
	});
}

function isLive([first = '']: readonly string[]): boolean {
	return first.includes(' live ');
}

/** Down and up among the servers: each has the list below made anew. */
async function timeKeys({timeKey}: MeteredTerminal): Promise<number[]> {
	const times: number[] = [];
	for (let count = 0; count < keys; count++) {
		await sleep(60 + ((count * 137) % 150));
		times.push(await timeKey(count % 2 === 0 ? 'j' : 'k', '▸'));
	}

	return times;
}

/** Ctrl-L has the whole frame written. */
const redraw = '\u000C';

type Peer = {readonly name: string; readonly rest: Metered};

/** A program of the same kind that draws once a second; undefined when none is installed. */
async function measurePeer({scratch, log}: Place, size: Size): Promise<Peer | undefined> {
	for (const [name, ...args] of [
		['htop', '-d', '10'],
		['top', '-d', '1'],
	] as const) {
		const {pty, during} = openMetered({
			command: name,
			args,
			// It may keep its settings there.
			env: {HOME: scratch},
			...size,
		});
		try {
			const isThere = await Promise.race([pty.exited.then(() => false), sleep(1500, true)]);
			if (isThere) {
				log(`${name} ${args.join(' ')}`);
				return {name, rest: await during(async () => sleep(restMs))};
			}
		} finally {
			await pty.close();
		}
	}

	return undefined;
}

type Measured = {
	readonly rest: Metered;
	readonly flood: Metered;
	readonly wholeFrameBytes: number;
	readonly keyMs: readonly number[];
	readonly moved: number;
	readonly peer: Peer | undefined;
	/** Bytes of memory, at the end. */
	readonly resident: number;
};

function rowsOf(
	of: string,
	{rest, flood, wholeFrameBytes, keyMs, moved, peer, resident}: Measured,
): Row[] {
	const wholeFrames = ({frames, elapsedMs}: Metered) => ({
		name: 'frames written whole',
		value: (frames.length * wholeFrameBytes * 1000) / elapsedMs,
	});
	const bytes = (name: string, metered: Metered): Row => ({
		name: `${name}: ${of}`,
		value: bytesPerSecond(metered),
		unit: 'B/s',
		decimals: 0,
		against: wholeFrames(metered),
		note: over(metered),
	});
	const cpu = (name: string, metered: Metered, budget: string): Row => ({
		name: `${name}: ${of}`,
		value: metered.cpuPercent,
		unit: '% of a core',
		budget,
		note: over(metered),
	});
	const key = (share: number, budget?: string): Row => ({
		name: `key → frame, p${share * 100}: ${of}`,
		value: quantile(keyMs, share),
		unit: 'ms',
		...(budget !== undefined && {budget}),
		note: `${keyMs.length} keys, at rest`,
	});
	return [
		{...bytes('written at rest', rest), budget: '1,024 B/s'},
		...(peer
			? [
					{
						...bytes('written at rest', rest),
						name: `written at rest against ${peer.name}: ${of}`,
						against: {name: peer.name, value: bytesPerSecond(peer.rest)},
					},
				]
			: []),
		{
			...cpu('CPU at rest', rest, '3 %'),
			...(peer && {against: {name: peer.name, value: peer.rest.cpuPercent}}),
		},
		bytes(`written while ${moved} leaders move`, flood),
		cpu(`CPU while ${moved} leaders move`, flood, '25 %'),
		key(0.5),
		key(0.99, '50 ms'),
		{name: `resident memory: ${of}`, value: resident / 2 ** 20, unit: 'MiB', decimals: 0},
	];
}

function over({elapsedMs, frames}: Metered): string {
	return `${frames.length} frames in ${(elapsedMs / 1000).toFixed(1)} s`;
}

function bytesPerSecond({bytes, elapsedMs}: Metered): number {
	return (bytes * 1000) / elapsedMs;
}
