import type {Suite} from './suite.ts';
import {balance} from './suites/balance.ts';
import {fleetScreens} from './suites/fleet-screens.ts';
import {fleets} from './suites/fleets.ts';
import {latency} from './suites/latency.ts';
import {memory} from './suites/memory.ts';
import {observation} from './suites/observation.ts';
import {planner} from './suites/planner.ts';
import {roll} from './suites/roll.ts';
import {screen} from './suites/screen.ts';
import {start} from './suites/start.ts';

/** All benchmarks by their names, in the order of the table. */
export const suites: ReadonlyMap<string, Suite> = new Map(
	Object.entries({
		latency,
		observation,
		screen,
		start,
		balance,
		planner,
		roll,
		memory,
		...fleets,
		...fleetScreens,
	}),
);
