import {cleanText} from '../../domain/clean-text.ts';
import {paces, type PlanRequest} from '../../domain/plan/offer.ts';
import type {Scene} from './scene.ts';
import {factLines, lineWidth, textLines, toned, type Line} from '../text/line.ts';
import {offerTitle, planEffect, planFacts} from './plan-words.ts';

/** The question, or why it cannot be asked. */
export function planTitle(request: PlanRequest, {offer, drained}: Scene): Line {
	const answer = offer?.(request);
	if (answer?.type !== 'ready') {
		return [
			toned(
				`Plan: ${request.drain === undefined ? request.cluster : `drain ${request.drain}`}`,
				'strong',
			),
		];
	}

	const {drain, refusals} = answer.offer;
	const [refusal] = refusals;
	if (refusal !== undefined && !request.force) {
		const act = drain === undefined ? `balance ${request.cluster}` : `drain ${drain}`;
		return [toned(cleanText(`Cannot ${act} now: ${refusal}`, 1000), 'strong')];
	}

	const effect = planEffect(answer.offer, drained);
	const question =
		effect === 'keep-empty'
			? `${drain} has no leaders to move. Keep it empty?`
			: offerTitle(answer.offer, drain !== undefined && drained.has(drain));
	return [toned(question, 'strong'), effect === 'nothing' ? '' : ' [Y/n]'];
}

/** What the plan is for, the keys to change that, and the plan in words. */
export function planLines(request: PlanRequest, scene: Scene, width: number): readonly Line[] {
	const {offer, drained, glyphs} = scene;
	const answer = offer?.(request) ?? {type: 'planning'};
	const isKeptEmpty = drained.has(request.drain ?? '');
	const doesNothing = answer.type === 'ready' && planEffect(answer.offer, drained) === 'nothing';
	const facts: ReturnType<typeof planFacts> =
		answer.type === 'ready'
			? planFacts(answer.offer, glyphs)
			: answer.type === 'failed'
				? [{caption: 'failed', text: answer.reason, tone: 'bad'}]
				: [{caption: '', text: `planning ${glyphs.ellipsis}`, tone: 'muted'}];
	return [
		...choiceLines(request, drained, width),
		...facts.flatMap(({caption, text, tone}) => factLines(caption, text, width, tone)),
		...(request.drain === undefined || (doesNothing && !isKeptEmpty)
			? []
			: textLines(aftermath(request.drain, isKeptEmpty), width, 'muted')),
	];
}

function aftermath(drain: string, isKeptEmpty: boolean): string {
	return isKeptEmpty
		? `${drain} stays empty: plans give it no leaders until you undrain it (u).`
		: `${drain} then stays empty: plans give it no leaders until you undrain it (D).`;
}

/** On as many lines as it takes: all of it is part of the question. */
function choiceLines(
	{drain, measure, kinds, account, tolerance, pace, force}: PlanRequest,
	drained: ReadonlySet<string>,
	width: number,
): readonly Line[] {
	const choices: ReadonlyArray<readonly [key: string, words: string, isChanged: boolean]> = [
		...(drain !== undefined && drained.has(drain) ? [['u', 'undrain', false] as const] : []),
		['l', measure === 'load' ? 'by load' : 'by count', measure === 'load'],
		['s', kinds === 'all' ? 'streams + consumers' : kinds, kinds !== 'all'],
		['a', account ?? 'all accounts', account !== undefined],
		['t', `tolerance ${Math.round(tolerance * 100)} %`, tolerance > 0],
		['p', paces[pace].words, pace !== 'fast'],
		...(force ? [['f', 'FORCED', true] as const] : []),
	];
	const lines: Line[] = [];
	for (const [key, words, isChanged] of choices) {
		const choice = [
			toned(`  ${key} `, 'key'),
			toned(cleanText(words), isChanged ? 'warning' : 'text'),
		];
		const longer = [...(lines.at(-1) ?? []), ...choice];
		if (lines.length > 0 && lineWidth(longer) <= width) {
			lines.splice(-1, 1, longer);
		} else {
			lines.push(choice);
		}
	}

	return lines;
}
