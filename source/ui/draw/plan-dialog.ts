import {cleanText} from '../../domain/clean-text.ts';
import {shownLoads} from '../../domain/plan/improvement.ts';
import type {Expected} from '../act/expected.ts';
import {planEffect} from '../act/plan-effect.ts';
import {paces, type PlanWish} from '../act/plan-wish.ts';
import type {Scene} from '../scene/scene.ts';
import {span, type Line} from '../text/line.ts';
import {wrapParts} from '../text/wrap-parts.ts';
import {drawFact, drawFreeText} from './fact.ts';
import {drawPlanText, offerTitle} from './plan-text.ts';

/** The question in the frame of the dialog. */
export function planTitle(wish: PlanWish, {offer, drained}: Scene): Line {
	const answer = offer?.(wish);
	if (answer?.type !== 'ready') {
		const goal = wish.drain === undefined ? wish.cluster : `drain ${wish.drain}`;
		return [span(`Plan: ${goal}`, 'strong')];
	}

	const {drain, refusals} = answer.offer;
	const [refusal] = refusals;
	if (refusal !== undefined && !wish.force) {
		const act = drain === undefined ? `balance ${wish.cluster}` : `drain ${drain}`;
		return [span(cleanText(`Cannot ${act} now: ${refusal}`, 1000), 'strong')];
	}

	const effect = planEffect(answer.offer, drained);
	const title =
		effect === 'keep-empty'
			? `${drain} leads nothing that could move: keep it empty?`
			: offerTitle(answer.offer, drain !== undefined && drained.has(drain));
	return [span(title, 'strong'), span(effect === 'nothing' ? '' : ' [Y/n]')];
}

/** What the plan is for, the keys to change that, and the plan in words. */
export function drawPlanDialog(wish: PlanWish, {offer, drained, glyphs, layout}: Scene): Line[] {
	const answer = offer?.(wish) ?? {type: 'planning'};
	const {columns} = layout;
	return [...wishLines(wish, drained, columns), ...wordsOf(), ...aftermath()];

	function wordsOf(): Line[] {
		switch (answer.type) {
			case 'planning':
				return drawFact('', `planning ${glyphs.ellipsis}`, columns, 'muted');
			case 'failed':
				return drawFact('failed', answer.reason, columns, 'bad');
			case 'ready':
				return drawPlanText(answer.offer, glyphs, columns);
		}
	}

	function aftermath(): Line[] {
		const {drain} = wish;
		if (drain === undefined) {
			return [];
		}

		if (drained.has(drain)) {
			const words = `${drain} is kept empty: no plan gives it leaders until u here undrains it.`;
			return drawFreeText(words, columns, 'muted');
		}

		return answer.type === 'ready' && planEffect(answer.offer, drained) === 'nothing'
			? []
			: drawFreeText(
					`${drain} is then kept empty: no plan gives it leaders until D on it undrains it.`,
					columns,
					'muted',
				);
	}
}

/** What the servers lead after the plan, by their names, where that changes. */
export function expectedOf(plan: Parameters<typeof shownLoads>[0]): Map<string, Expected> {
	return new Map(
		shownLoads(plan)
			.loads.filter(({before, after}) => before !== after)
			.map(({server, after}) => [server, {least: after, most: after}]),
	);
}

/** On as many lines as it takes: whoever says yes has to see all of it. */
function wishLines(
	{drain, measure, kinds, account, tolerance, pace, force}: PlanWish,
	drained: ReadonlySet<string>,
	columns: number,
): Line[] {
	const choices: ReadonlyArray<readonly [string, string, boolean]> = [
		...(drain !== undefined && drained.has(drain) ? [['u', 'undrain', false] as const] : []),
		['l', measure === 'load' ? 'by load' : 'by count', measure === 'load'],
		['s', kinds === 'all' ? 'streams + consumers' : kinds, kinds !== 'all'],
		['a', account ?? 'all accounts', account !== undefined],
		['t', `tolerance ${Math.round(tolerance * 100)} %`, tolerance > 0],
		['p', paces[pace].words, pace !== 'fast'],
		...(force ? [['f', 'FORCED', true] as const] : []),
	];
	const parts = choices.map(([key, words, isChanged]) => [
		span(`  ${key} `, 'key'),
		span(cleanText(words), isChanged ? 'warning' : 'text'),
	]);
	return wrapParts(parts, columns);
}
