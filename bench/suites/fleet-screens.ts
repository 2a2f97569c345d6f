import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {setTimeout as sleep} from 'node:timers/promises';
import {startFleet, type Fleet} from '../../test/fleet/start-fleet.ts';
import {rowsOf, type MeasuredScreen} from '../fleet-screen/rows.ts';
import {sightElections} from '../fleet-screen/sight-elections.ts';
import {timeKeys} from '../fleet-screen/time-keys.ts';
import {fleetSizes, type FleetSize} from '../fleet-sizes.ts';
import {openMetered, type Metered, type MeteredTerminal} from '../metered-terminal.ts';
import {delaysFileVariable, noteDelays, takeDelays} from '../noted-delays.ts';
import {residentBytes} from '../resident-bytes.ts';
import type {Row} from '../row.ts';
import {giveWay} from '../stage/give-way.ts';
import type {Place, Suite} from '../suite.ts';

/** Each a suite of its own, so that one can be run alone. */
export const fleetScreens = {
	'screen-fleet-9': screenSuite(fleetSizes.small),
	'screen-fleet-30': screenSuite(fleetSizes.medium),
	'screen-fleet-100': screenSuite(fleetSizes.large),
} as const;

function screenSuite(size: FleetSize): Suite {
	const {servers, groups} = size;
	return {
		title: `The screen of the built CLI on a fleet of ${servers} simulated servers with ${groups.toLocaleString('en')} groups`,
		parts: [{stage: 'none', run: async place => measureAll(size, place)}],
	};
}

const screens = [
	{columns: 80, rows: 24},
	{columns: 140, rows: 45},
] as const;

const calmMs = 4000;
const restMs = 10_000;
const elections = 1000;
const overMs = 2000;
const singly = 20;

/**
 * What a calm night costs is told by no first minute: so long after its start the screen is looked at again, in ms. Then so
 * long that it is no matter whether V8 goes through its whole heap in the meantime.
 */
const laterMs = 150_000;
const laterRestMs = 40_000;

async function measureAll(size: FleetSize, place: Place): Promise<Row[]> {
	// The counters stand still: the fleet shares its cores with what is measured, and need not work for each answer.
	const fleet = await startFleet({...size, growthEveryMs: 0});
	await giveWay(fleet.pids);
	try {
		const rows = [];
		for (const screen of screens) {
			place.log('one screen, to have the answers ready');
			await haveAnswersReady(fleet, place);
			place.log(`${screen.columns}x${screen.rows}`);
			const measured = await measure(fleet, place, screen);
			rows.push(...rowsOf(`${screen.columns}x${screen.rows}`, {...measured, elections, overMs}));
		}

		return rows;
	} finally {
		await fleet.stop();
	}
}

/** Elections change the answers, and the fleet writes one anew when it is asked for. */
async function haveAnswersReady(fleet: Fleet, place: Place): Promise<void> {
	const {pty} = openScreen(fleet, place, screens[0]);
	try {
		await pty.until(isLive, patienceMs);
	} finally {
		await pty.close();
	}
}

type ScreenSize = (typeof screens)[number];

/** How long the largest fleet may take to be seen, in ms. */
const patienceMs = 30_000;

async function measure(
	fleet: Fleet,
	place: Place,
	screen: ScreenSize,
): Promise<Omit<MeasuredScreen, 'elections' | 'overMs'>> {
	const openedAt = performance.now();
	const terminal = openScreen(fleet, place, screen);
	const {pty, during} = terminal;
	const system = await fleet.connect();
	const elect = async (count: number, withinMs: number) =>
		fleet.order({type: 'elect', elections: count, overMs: withinMs});
	const delays = async () => takeDelays(pty, delaysFile(place));
	const delaysOf = async (doing: () => Promise<unknown>) => {
		noteDelays(pty);
		await doing();
		return delays();
	};
	try {
		let firstFrameMs = 0;
		const start = await during(async () => {
			const unwatch = terminal.watch((_lines, writtenAt) => {
				unwatch();
				firstFrameMs = writtenAt - openedAt;
				noteDelays(pty);
			});
			await pty.until(isLive, patienceMs);
		});
		const completeMs = performance.now() - openedAt;
		const startDelays = await delays();
		await sleep(calmMs);
		const rest = await during(async () => sleep(restMs));
		const restDelays = await delaysOf(async () => sleep(calmMs));
		const keys = await timeKeys(terminal);
		const flood = await during(async () => elect(elections, overMs));
		await sleep(1000);
		const alone = await sightElections(system, terminal, async () => {
			for (let count = 0; count < singly; count++) {
				await elect(1, 0);
				await sleep(60 + ((count * 137) % 220));
			}
		});
		let together: readonly number[] = [];
		const floodDelays = await delaysOf(async () => {
			together = await sightElections(system, terminal, async () => elect(elections, overMs));
		});
		const isLast = screen === screens.at(-1);
		const later = isLast ? await restLater(terminal, openedAt) : undefined;
		return {
			firstFrameMs,
			completeMs,
			start,
			rest,
			later,
			keys,
			flood,
			sighted: {alone, together},
			delays: {start: startDelays, rest: restDelays, flood: floodDelays},
			resident: residentBytes(pty.pid),
		};
	} finally {
		await pty.close();
		await system.close();
	}
}

async function restLater({during}: MeteredTerminal, openedAt: number): Promise<Metered> {
	await sleep(Math.max(calmMs, openedAt + laterMs - performance.now()));
	return during(async () => sleep(laterRestMs));
}

function openScreen(fleet: Fleet, place: Place, screen: ScreenSize): MeteredTerminal {
	return openMetered({
		args: [
			'--import',
			pathToFileURL(place.program('note-delays')).href,
			place.cli,
			'watch',
			'--no-context',
			'--server',
			fleet.systemUrl,
		],
		env: {[delaysFileVariable]: delaysFile(place)},
		...screen,
	});
}

function delaysFile({scratch}: Place): string {
	return path.join(scratch, 'delays.json');
}

/** Every server has told what it leads: until then it says how many are unseen. */
function isLive([first = '']: readonly string[]): boolean {
	return first.includes(' live ');
}
