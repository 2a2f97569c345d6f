import type {Distribution} from '../../domain/distribution.ts';
import {cleanText} from '../../domain/clean-text.ts';
import {formatElapsed} from '../../domain/time.ts';
import {formatRatio} from '../../domain/format.ts';
import {flowsOf} from '../../domain/plan/plan.ts';
import {
	improvementText,
	isLower,
	planImprovements,
	shownLoads,
} from '../../domain/plan/improvement.ts';
import type {Improvement} from '../../domain/cluster-summary.ts';
import {stayReasonText} from '../../domain/plan/read-cluster.ts';
import {closedText} from '../../domain/plan/closed-servers.ts';
import {hasJetStream} from '../../domain/server.ts';
import {lockedShortfall, lockedWords, type Offer} from '../../domain/plan/offer.ts';
import type {Glyphs} from '../glyphs.ts';
import {counted} from '../../domain/words.ts';
import type {Tone} from '../theme.ts';

/** One fact of a plan. Without a caption it goes on with what stands above. */
type PlanFact = {readonly caption: string; readonly text: string; readonly tone?: Tone};

/**
 * A plan in words: how even it gets and at what cost, who gives to whom, and what stays and why.
 * @param isForced whether it runs whatever is unknown
 */
export function planFacts(offer: Offer, glyphs: Glyphs, isForced = false): readonly PlanFact[] {
	const {plan, drain, locked, refusals} = offer;
	return [
		...refusals.map((text): PlanFact => ({
			caption: isForced ? 'unknown' : 'refused',
			text,
			tone: 'bad',
		})),
		...(drain === undefined
			? [
					{caption: 'skew', text: skewWords(offer, glyphs)},
					...captioned('evens out', evenerWords(plan, glyphs)),
				]
			: [{caption: 'leaders', text: drainWords(offer, drain, glyphs)}]),
		...captioned('by load', loadWords(offer, glyphs)),
		{caption: 'cost', text: costWords(offer)},
		...(plan.moves.length > 0 ? [{caption: 'moves', text: flowWords(plan, glyphs)}] : []),
		...captioned('undirected', undirectedWords(offer), 'warning'),
		...captioned('stay', stayWords(offer)),
		...captioned('closed', closedWords(offer)),
		...captioned(
			'locked',
			locked.map(each => `${lockedWords(each)}: ${each.missing}`),
			'warning',
		),
	];
}

function captioned(caption: string, texts: readonly string[], tone?: Tone): readonly PlanFact[] {
	return texts.map((text, index) => ({
		caption: index === 0 ? caption : '',
		text,
		...(tone && {tone}),
	}));
}

function evenerWords(plan: Offer['plan'], {arrow}: Glyphs): readonly string[] {
	return planImprovements(plan)
		.filter(({of}) => of !== 'messages')
		.map(each => improvementText(each, arrow));
}

/** Over the figures of now: what they are. */
export const nowTitles: Readonly<Record<Improvement['of'], string>> = {
	leaders: 'NOW',
	streams: 'STRM',
	messages: 'MSG/S',
};

/**
 * What would be done, as a question: `Balance east with 68 step-downs?`
 * @param isBegun whether a drain has been begun before
 */
export function offerTitle(offer: Offer, isBegun = false): string {
	const {plan, drain} = offer;
	const count = counted(plan.stepDowns, 'step-down');
	if (drain !== undefined) {
		return plan.stepDowns === 0
			? `No group on ${cleanText(drain)} can move`
			: `${isBegun ? 'Continue to drain' : 'Drain'} ${cleanText(drain)} with ${count}?`;
	}

	const cluster = cleanText(plan.cluster);
	const byLoad = plan.measure === 'messages' ? ' by load' : '';
	if (plan.stepDowns > 0) {
		const what = shownLoads(plan).of === 'streams' ? 'the streams of ' : '';
		return `Balance ${what}${cluster}${byLoad} with ${count}?`;
	}

	const shortfall = lockedShortfall(offer);
	return shortfall === undefined
		? `${cluster} is as even as possible${byLoad}`
		: `Cannot balance ${cluster}: locked: ${shortfall}`;
}

/**
 * What a yes to a plan brings about.
 * - `run`: its step-downs
 * - `keep-empty`: no step-down; the server, which leads nothing that could move, is given no leaders from then on
 * - `nothing`: there is nothing to do
 */
export type PlanEffect = 'run' | 'keep-empty' | 'nothing';

/** @param keptEmpty the servers that are kept empty already */
export function planEffect({plan, drain}: Offer, keptEmpty: ReadonlySet<string>): PlanEffect {
	if (plan.stepDowns > 0) {
		return 'run';
	}

	const share = plan.before.shares.find(({server}) => server.name === drain);
	return share &&
		share.streamLeaders + share.consumerLeaders === 0 &&
		!keptEmpty.has(share.server.name)
		? 'keep-empty'
		: 'nothing';
}

function skewWords(offer: Offer, {arrow}: Glyphs): string {
	const {before, after, ratio, goal, measure} = offer.plan;
	const all = `${times(before.maxRatio)} ${arrow} ${times(after.maxRatio)}`;
	if (measure === 'messages') {
		return `${all} by the count of leaders`;
	}

	const streams =
		goal === 'streams'
			? `; of stream leaders ${times(ratio.before)} ${arrow} ${times(ratio.after)}`
			: '';
	return `${all}${streams}; ${bestWords(offer)}`;
}

/** What keeps it from being more even: accounts that are merely locked, what the plan is for, or the replica sets. */
function bestWords(offer: Offer): string {
	const {accounts, unlocked, plan} = offer;
	const best = times(plan.ratio.best);
	const shortfall = lockedShortfall(offer);
	if (unlocked && shortfall !== undefined) {
		const more = isLower(unlocked.ratio, plan.ratio.best) ? times(unlocked.ratio) : 'more even';
		return `${more} needs what is locked: ${shortfall}`;
	}

	return accounts !== undefined || plan.goal === 'consumers'
		? `best with these groups alone: ${best}`
		: `best that the replica sets allow: ${best}`;
}

/** What becomes of the messages, and a lower bound: the best plan cannot be computed. */
function loadWords({plan, unmeasured}: Offer, {arrow}: Glyphs): string[] {
	const {measure, ratio} = plan;
	if (measure !== 'messages') {
		return [];
	}

	return [
		`busiest server ${times(ratio.before)} ${arrow} ${times(ratio.after)} of the average messages/s; no plan gets below ${times(ratio.best)}`,
		...(unmeasured > 0
			? [`${counted(unmeasured, 'group')} without a known rate, counted as 0 messages/s`]
			: []),
	];
}

function drainWords({plan: {before, after}}: Offer, drain: string, {arrow}: Glyphs): string {
	const [now = 0] = leadersOf(before, name => name === drain);
	const [then = 0] = leadersOf(after, name => name === drain);
	const others = [before, after].map(distribution =>
		leadersOf(distribution, name => name !== drain),
	);
	const elsewhere = others.map(rangeWords).join(` ${arrow} `);
	return `on ${cleanText(drain)} ${now} ${arrow} ${then}; on the others ${elsewhere}`;
}

function leadersOf({shares}: Distribution, isWanted: (server: string) => boolean): number[] {
	return shares
		.filter(({server}) => isWanted(server.name) && hasJetStream[server.state])
		.map(({leaders}) => leaders);
}

function rangeWords(counts: readonly number[]): string {
	const [least, most] = [Math.min(...counts), Math.max(...counts)];
	return least === most ? String(least) : counts.length === 0 ? 'none' : `${least} to ${most}`;
}

function times(ratio: number): string {
	return `${formatRatio(ratio)}x`;
}

function costWords({plan: {stepDowns, expectedRequests}, expectedMs}: Offer): string {
	const more = expectedRequests > stepDowns ? `, about ${expectedRequests} expected` : '';
	return stepDowns === 0
		? 'none: nothing to do'
		: `${counted(stepDowns, 'step-down')}${more}; about ${formatElapsed(expectedMs)}`;
}

/** Ways that are named one by one; more are summed up. */
const flowsNamed = 24;

function flowWords({moves}: Offer['plan'], {arrow}: Glyphs): string {
	const flows = flowsOf(moves);
	const named = flows
		.slice(0, flowsNamed)
		.map(({from, aim, count}) => `${cleanText(from)} ${arrow} ${cleanText(aim)}: ${count}`);
	const rest = flows.slice(flowsNamed).reduce((sum, {count}) => sum + count, 0);
	return [...named, ...(rest > 0 ? [`${rest} on other routes`] : [])].join(', ');
}

function undirectedWords({plan: {moves, before}}: Offer): string[] {
	const sources = new Set(moves.filter(({to}) => to === undefined).map(({from}) => from));
	const named = before.shares
		.filter(({server}) => sources.has(server.name))
		.map(({server}) => `${cleanText(server.name)} (${cleanText(server.version)})`);
	return named.length === 0
		? []
		: [
				`${named.join(', ')}: before 2.11 the groups choose the next leader; a few step-downs at a time, then checked`,
			];
}

function stayWords({plan: {stays, leaderless}}: Offer): string[] {
	const order = Object.keys(stayReasonText);
	const inOrder = [...stays].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
	return [
		...inOrder.map(
			([reason, groups]) => `${counted(groups.length, 'group')}: ${stayReasonText[reason]}`,
		),
		...(leaderless.length > 0 ? [`${counted(leaderless.length, 'group')}: without a leader`] : []),
	];
}

/** Servers that are given no leaders and why; that one is being drained goes without saying. */
function closedWords({plan: {closed, before}}: Offer): string[] {
	return before.shares.flatMap(({server: {name, state}}) => {
		const reason = closed.get(name);
		return reason === undefined || (reason === 'draining' && hasJetStream[state])
			? []
			: [`${cleanText(name)} ${closedText(reason)}`];
	});
}
