import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {text} from 'node:stream/consumers';
import {startFleet, type Fleet} from '../../test/fleet/start-fleet.ts';
import {fleetSizes, type FleetSize} from '../fleet-sizes.ts';
import type {Row} from '../row.ts';
import {runProgram} from '../run-program.ts';
import {giveWay} from '../stage/give-way.ts';
import type {Place, Suite} from '../suite.ts';
import type {Phase, WatchedFleetOrder, WatchedFleetResult} from '../watched-fleet.ts';

/** Each a suite of its own, so that one can be run alone. */
export const fleets = {
	'fleet-9': fleetSuite(fleetSizes.small),
	'fleet-30': fleetSuite(fleetSizes.medium),
	'fleet-100': fleetSuite(fleetSizes.large),
} as const;

function fleetSuite(size: FleetSize): Suite {
	const {servers, groups} = size;
	return {
		title: `A fleet of ${servers} simulated servers with ${groups.toLocaleString('en')} groups, over the wire`,
		parts: [{stage: 'none', run: async place => measure(size, place)}],
	};
}

const calmMs = 5000;
const restMs = 15_000;
const elections = 1000;
const overMs = 2000;
/** With their consumers, about three times as many groups. */
const churnPerSecond = 2;

async function measure(size: FleetSize, place: Place): Promise<Row[]> {
	// The counters stand still: the fleet shares its cores with what is measured, and need not work for each answer.
	const fleet = await startFleet({...size, growthEveryMs: 0});
	await giveWay(fleet.pids);
	try {
		const connection = ['--no-context', '--server', fleet.systemUrl];
		place.log('one look, to have the answers ready');
		await timeCli([place.cli, 'report', '--json', ...connection]);
		const reportMs = await timeCli([place.cli, 'report', '--json', ...connection]);
		const dryRunMs = await timeCli([place.cli, 'balance', '--dry-run', '--json', ...connection]);
		place.log('everything, once');
		const fullBytes = await bytesOfEverything(fleet, size.servers);
		place.log('leadertop watches');
		const watched = (await runProgram('watch-fleet', place, {
			order: {
				port: fleet.port,
				url: fleet.systemUrl,
				calmMs,
				restMs,
				elections,
				overMs,
				churnPerSecond,
			} satisfies Omit<WatchedFleetOrder, 'resultFile'>,
			timeoutMs: 120_000,
		})) as WatchedFleetResult;
		return rows({watched, fullBytes, reportMs, dryRunMs});
	} finally {
		await fleet.stop();
	}
}

type Measured = {
	readonly watched: WatchedFleetResult;
	readonly fullBytes: number;
	readonly reportMs: number;
	readonly dryRunMs: number;
};

function rows({watched, fullBytes, reportMs, dryRunMs}: Measured): Row[] {
	const {completeMs, start, rest, flood, churn, wrongLeaders} = watched;
	const perMinute = 60_000 / rest.elapsedMs;
	const everything = {
		name: 'all of JSZ each second, in plain text',
		value: (fullBytes * 60) / 1024,
	};
	const comingAndGoing = `while ${churnPerSecond} streams a second come and go`;
	const waited = ({queuedMs, elapsedMs}: Phase) =>
		`${Math.round((queuedMs * 100) / elapsedMs)} % of the time spent waiting for a core`;
	const delay = (name: string, phase: Phase): Row => ({
		name: `event-loop delay ${name}, longest`,
		value: phase.delayMaxMs,
		unit: 'ms',
		budget: '50 ms',
		note: `p99 ${phase.delayP99Ms.toFixed(1)} ms; ${waited(phase)}`,
	});
	return [
		{
			name: 'first complete picture',
			value: completeMs,
			unit: 'ms',
			decimals: 0,
			budget: '5 s',
			note: `${mib(start.bytesReceived)} MiB in ${start.requests} requests; ${waited(start)}`,
		},
		{name: 'report --json', value: reportMs, unit: 'ms', decimals: 0},
		{name: 'balance --dry-run', value: dryRunMs, unit: 'ms', decimals: 0},
		{
			name: 'received at rest',
			value: (rest.bytesReceived * perMinute) / 1024,
			unit: 'KiB/min',
			decimals: 0,
			against: everything,
			budget: 'ratio 1/20',
		},
		{
			name: 'requests at rest',
			value: rest.requests * perMinute,
			unit: '/min',
			decimals: 0,
			against: {name: 'all of JSZ each second', value: 60},
			note: 'most of them are answered by every server',
		},
		{
			name: 'CPU at rest',
			value: (rest.cpuMs * 100) / rest.elapsedMs,
			unit: '% of a core',
			budget: '3 %',
			note: 'without screen',
		},
		{
			name: `CPU while ${elections} leaders move in ${overMs / 1000} s`,
			value: (flood.cpuMs * 100) / flood.elapsedMs,
			unit: '% of a core',
			budget: '25 %',
			note: `without screen; ${wrongLeaders} leaders wrong in the end`,
		},
		{
			name: `received ${comingAndGoing}`,
			value: (churn.bytesReceived * 60_000) / churn.elapsedMs / 1024,
			unit: 'KiB/min',
			decimals: 0,
			against: everything,
			note: 'after the first 5 s, with their consumers',
		},
		{
			name: `CPU ${comingAndGoing}`,
			value: (churn.cpuMs * 100) / churn.elapsedMs,
			unit: '% of a core',
			note: 'without screen',
		},
		delay('at the start', start),
		delay('at rest', rest),
		delay('in the flood', flood),
		delay(comingAndGoing, churn),
		{
			name: 'resident memory',
			value: flood.rss / 2 ** 20,
			unit: 'MiB',
			decimals: 0,
			budget: '400 MiB',
			note: 'without screen',
		},
	];
}

function mib(bytes: number): string {
	return (bytes / 2 ** 20).toFixed(1);
}

/** What a tool receives that asks every server for everything. */
async function bytesOfEverything(fleet: Fleet, servers: number): Promise<number> {
	const system = await fleet.connect();
	try {
		const before = system.stats().inBytes;
		const replies = await system.requestMany(
			'$SYS.REQ.SERVER.PING.JSZ',
			JSON.stringify({accounts: true, streams: true, consumer: true}),
			{strategy: 'count', maxMessages: servers, maxWait: 60_000},
		);
		let received = 0;
		for await (const {data} of replies) {
			received += data.length;
		}

		return Math.max(received, system.stats().inBytes - before);
	} finally {
		await system.close();
	}
}

/** From the start of the CLI to its end, in ms. A plan that some groups cannot be part of ends with 1. */
async function timeCli(args: readonly string[]): Promise<number> {
	const startedAt = performance.now();
	const child = spawn(process.execPath, args, {stdio: ['ignore', 'ignore', 'pipe']});
	const [[code], said] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
	if (code !== 0 && code !== 1) {
		throw new Error(`${args.join(' ')} ended with ${String(code)}: ${said}`);
	}

	return performance.now() - startedAt;
}
