import type {Suite} from './suite.ts';
import {latency} from './suites/latency.ts';
import {planner} from './suites/planner.ts';

/** All benchmarks by their names, in the order of the table. */
export const suites: ReadonlyMap<string, Suite> = new Map(Object.entries({latency, planner}));
