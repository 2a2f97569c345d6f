import type {Improvement, PlannedLoad} from '../cluster-summary.ts';
import {formatRatio} from '../format.ts';
import {hasJetStream} from '../server.ts';
import type {Plan} from './plan.ts';

/** Below this share of the mean a change of messages per second is not seen. */
const leastSeen = 0.005;

type PlanEffect = Pick<Plan, 'measure' | 'before' | 'after' | 'loads'>;

/** What a plan to balance makes more even: the ratio of the fullest server need not change with it. Empty where it changes nothing. */
export function planImprovements(plan: PlanEffect): readonly Improvement[] {
	const {measure, before, loads} = plan;
	if (measure === 'messages') {
		const least = (leastSeen * sumOf(loads.map(load => load.before))) / Math.max(1, loads.length);
		const isSeen = loads.some(load => Math.abs(load.after - load.before) > least);
		return isSeen ? moreEven([{of: 'messages', loads}]) : [];
	}

	const isUp = (_: PlannedLoad, index: number) =>
		hasJetStream[before.shares[index]?.server.state ?? 'offline'];
	return moreEven([
		{of: 'leaders', loads: loadsBy('leaders', plan).filter(isUp)},
		{of: 'streams', loads: loadsBy('streamLeaders', plan).filter(isUp)},
	]);
}

function loadsBy(count: 'leaders' | 'streamLeaders', {before, after}: PlanEffect): PlannedLoad[] {
	return before.shares.map((now, index) => ({
		server: now.server.name,
		before: now[count],
		after: (after.shares[index] ?? now)[count],
	}));
}

/** Those that get more even, their servers by name. */
export function moreEven(changes: readonly Improvement[]): readonly Improvement[] {
	return changes
		.filter(
			({loads}) =>
				sumOf(loads.map(({after}) => after ** 2)) < sumOf(loads.map(({before}) => before ** 2)),
		)
		.map(({of, loads}) => ({of, loads: loads.toSorted(byName)}));
}

/** What the rows of a plan show, now and after: the leaders of streams where nothing else changes. */
export function shownLoads(plan: PlanEffect): Improvement {
	if (plan.measure === 'messages') {
		return {of: 'messages', loads: plan.loads};
	}

	const leaders = loadsBy('leaders', plan);
	const isOfStreams =
		leaders.every(({before, after}) => before === after) && planImprovements(plan).length > 0;
	return isOfStreams
		? {of: 'streams', loads: loadsBy('streamLeaders', plan)}
		: {of: 'leaders', loads: leaders};
}

/** The same plan without its moves: for one that would change nothing that can be seen. */
export function withoutMoves(plan: Plan): Plan {
	const {before, loads, ratio} = plan;
	return {
		...plan,
		moves: [],
		stepDowns: 0,
		expectedRequests: 0,
		after: before,
		loads: loads.map(load => ({...load, after: load.before})),
		ratio: {...ratio, after: ratio.before},
	};
}

/** Servers listed one by one; of more only the least and the most. */
const listedServers = 8;

/** `streams 22 17 17 → 19 19 18`. */
export function improvementText({of, loads}: Improvement, arrow = '→'): string {
	const [now, later] = [loads.map(({before}) => before), loads.map(({after}) => after)];
	return `${of === 'messages' ? 'messages/s' : of} ${loadWords(now)} ${arrow} ${loadWords(later)}`;
}

function loadWords(loads: readonly number[]): string {
	const rounded = loads.map(load => Math.round(load));
	const [least, most] = [Math.min(...rounded), Math.max(...rounded)];
	return rounded.length <= listedServers
		? rounded.join(' ')
		: least === most
			? `${most} each`
			: `${least} to ${most}`;
}

/** Whether a ratio is lower than that of today in what is shown of both. */
export function isLower(best: number, now: number): boolean {
	return best < now && formatRatio(best) !== formatRatio(now);
}

function byName(a: PlannedLoad, b: PlannedLoad): number {
	return a.server.localeCompare(b.server);
}

function sumOf(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0);
}
