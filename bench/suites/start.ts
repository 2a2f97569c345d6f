import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {openPty} from '../../test/support/pty-screen.ts';
import {median} from '../quantile.ts';
import type {Row} from '../row.ts';
import type {Stage} from '../stage/stage.ts';
import type {Place, Suite} from '../suite.ts';

export const start: Suite = {
	title: 'Start of the built CLI, against an empty Node process',
	parts: [{stage: 'small', run: measure}],
};

const repetitions = 11;

async function measure({access}: Stage, {cli, log}: Place): Promise<Row[]> {
	const connection = ['--no-context', '--server', access.url];
	const times = {
		empty: [] as number[],
		version: [] as number[],
		report: [] as number[],
		firstFrame: [] as number[],
		complete: [] as number[],
	};
	for (let round = 0; round < repetitions; round++) {
		log(`round ${round + 1} of ${repetitions}`);
		times.empty.push(await timeProcess(['-e', '0']));
		times.version.push(await timeProcess([cli, '--version']));
		times.report.push(await timeProcess([cli, 'report', '--json', ...connection]));
		const {firstFrameMs, completeMs} = await timeScreen([cli, 'watch', ...connection]);
		times.firstFrame.push(firstFrameMs);
		times.complete.push(completeMs);
	}

	const against = {name: 'node -e 0', value: median(times.empty)};
	const row = (name: string, measured: readonly number[], budget?: string): Row => ({
		name,
		value: median(measured),
		unit: 'ms',
		decimals: 0,
		against,
		...(budget !== undefined && {budget}),
		note: `median of ${measured.length}, taken in turns`,
	});
	return [
		row('--version', times.version),
		row('first frame', times.firstFrame, 'ratio 4'),
		row('first complete screen, 300 groups', times.complete),
		row('report --json, 300 groups', times.report),
	];
}

/** From the start of a Node process to its end, in ms. */
async function timeProcess(args: readonly string[]): Promise<number> {
	const startedAt = performance.now();
	const child = spawn(process.execPath, args, {stdio: 'ignore'});
	const [code] = await once(child, 'exit');
	const elapsedMs = performance.now() - startedAt;
	if (code !== 0) {
		throw new Error(`node ${args.join(' ')} ended with ${String(code)}`);
	}

	return elapsedMs;
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
