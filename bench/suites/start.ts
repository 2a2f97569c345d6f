import {openPty} from '../../test/support/pty-screen.ts';
import {median} from '../quantile.ts';
import type {Row} from '../row.ts';
import type {Stage} from '../stage/stage.ts';
import type {Place, Suite} from '../suite.ts';
import {timeProcess} from '../time-process.ts';

export const start: Suite = {
	title: 'Start of the built CLI, against an empty Node process',
	parts: [
		{stage: 'small', run: async (stage, place) => measure(stage, place, 11)},
		{stage: 'large', run: async (stage, place) => measure(stage, place, 5)},
	],
};

async function measure(
	{access, groups}: Stage,
	{cli, log}: Place,
	repetitions: number,
): Promise<Row[]> {
	const connection = ['--no-context', '--server', access.url];
	const times = {
		empty: [] as number[],
		version: [] as number[],
		firstFrame: [] as number[],
		complete: [] as number[],
		report: [] as number[],
		dryRun: [] as number[],
	};
	for (let round = 0; round < repetitions; round++) {
		log(`round ${round + 1} of ${repetitions}`);
		times.empty.push(await timeProcess(['-e', '0']));
		times.version.push(await timeProcess([cli, '--version']));
		times.report.push(await timeProcess([cli, 'report', '--json', ...connection]));
		times.dryRun.push(await timeProcess([cli, 'balance', '--dry-run', '--json', ...connection]));
		const {firstFrameMs, completeMs} = await timeScreen([cli, 'watch', ...connection]);
		times.firstFrame.push(firstFrameMs);
		times.complete.push(completeMs);
	}

	const against = {name: 'node -e 0', value: median(times.empty)};
	const of = `${groups.toLocaleString('en')} groups`;
	const row = (name: string, measured: readonly number[]): Row => ({
		name: `${name}: ${of}`,
		value: median(measured),
		unit: 'ms',
		decimals: 0,
		against,
		note: `median of ${measured.length}, taken in turns`,
	});
	return [
		row('--version', times.version),
		{...row('first frame', times.firstFrame), budget: 'ratio 4'},
		row('first complete screen', times.complete),
		{
			...row('report --json', times.report),
			note: 'it looks twice, 2 s apart, where a server has just started',
		},
		row('balance --dry-run', times.dryRun),
	];
}

async function timeScreen(args: readonly string[]) {
	const startedAt = performance.now();
	let firstFrameMs = Number.NaN;
	const pty = openPty({
		args,
		onOutput(text) {
			if (Number.isNaN(firstFrameMs) && text.includes('leadertop')) {
				firstFrameMs = performance.now() - startedAt;
			}
		},
	});
	try {
		await pty.until(lines => lines.some(line => line.includes(' live ')), 30_000);
		return {firstFrameMs, completeMs: performance.now() - startedAt};
	} finally {
		await pty.close();
	}
}
