import type {Suite} from './suite.ts';
import {latency} from './suites/latency.ts';
import {observation} from './suites/observation.ts';
import {planner} from './suites/planner.ts';
import {screen} from './suites/screen.ts';

/** All benchmarks by their names, in the order of the table. */
export const suites: ReadonlyMap<string, Suite> = new Map(
	Object.entries({latency, observation, screen, planner}),
);
