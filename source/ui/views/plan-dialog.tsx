import type {ReactNode} from 'react';
import {cleanText} from '../../domain/clean-text.ts';
import {planEffect} from '../act/plan-effect.ts';
import {paces, type PlanWish} from '../../domain/plan/plan-request.ts';
import {Dialog, dialogWidth} from '../components/dialog.tsx';
import {factRows, spanRow, textRows, toned} from '../components/facts.tsx';
import {widthOf} from '../text/toned.ts';
import {offerTitle, planFacts} from '../rows/plan-words.ts';
import type {Scene} from '../scene/scene.ts';
import type {Front} from '../screen-state.ts';
import type {Toned} from '../theme.ts';

export type PlanFront = Extract<Front, {readonly type: 'plan'}>;

/** A plan that can be adjusted before it is run. */
export function PlanDialog({front, scene}: {readonly front: PlanFront; readonly scene: Scene}) {
	const {question, answers} = planTitle(front.wish, scene);
	return (
		<Dialog
			title={[toned(question, 'strong'), toned(answers)]}
			rows={planRows(front, scene)}
			top={front.top}
			layout={scene.layout}
		/>
	);
}

/** The question, or why it cannot be asked. */
function planTitle(wish: PlanWish, {offer, drained}: Scene): {question: string; answers: string} {
	const answer = offer?.(wish);
	if (answer?.type !== 'ready') {
		const goal = wish.drain === undefined ? wish.cluster : `drain ${wish.drain}`;
		return {question: `Plan: ${goal}`, answers: ''};
	}

	const {drain, refusals} = answer.offer;
	const [refusal] = refusals;
	if (refusal !== undefined && !wish.force) {
		const act = drain === undefined ? `balance ${wish.cluster}` : `drain ${drain}`;
		return {question: cleanText(`Cannot ${act} now: ${refusal}`, 1000), answers: ''};
	}

	const effect = planEffect(answer.offer, drained);
	return {
		question:
			effect === 'keep-empty'
				? `${drain} leads nothing that could move: keep it empty?`
				: offerTitle(answer.offer, drain !== undefined && drained.has(drain)),
		answers: effect === 'nothing' ? '' : ' [Y/n]',
	};
}

/** What the plan is for, the keys to change that, and the plan in words. */
export function planRows({wish}: PlanFront, scene: Scene): readonly ReactNode[] {
	const {offer, drained, glyphs, layout} = scene;
	const width = dialogWidth(layout);
	const answer = offer?.(wish) ?? {type: 'planning'};
	return [...choiceRows(wish, drained, width), ...wordsOf(), ...aftermath()];

	function wordsOf(): readonly ReactNode[] {
		switch (answer.type) {
			case 'planning':
				return factRows('', `planning ${glyphs.ellipsis}`, width, 'muted');
			case 'failed':
				return factRows('failed', answer.reason, width, 'bad');
			case 'ready':
				return planFacts(answer.offer, glyphs).flatMap(({caption, text, tone}) =>
					factRows(caption, text, width, tone),
				);
		}
	}

	function aftermath(): readonly ReactNode[] {
		const {drain} = wish;
		if (drain === undefined) {
			return [];
		}

		if (drained.has(drain)) {
			const words = `${drain} is kept empty: no plan gives it leaders until u here undrains it.`;
			return textRows(words, width, 'muted');
		}

		return answer.type === 'ready' && planEffect(answer.offer, drained) === 'nothing'
			? []
			: textRows(
					`${drain} is then kept empty: no plan gives it leaders until D on it undrains it.`,
					width,
					'muted',
				);
	}
}

/** On as many rows as it takes: all of it is part of the question. */
function choiceRows(
	{drain, measure, kinds, account, tolerance, pace, force}: PlanWish,
	drained: ReadonlySet<string>,
	width: number,
): readonly ReactNode[] {
	const choices: ReadonlyArray<readonly [key: string, words: string, isChanged: boolean]> = [
		...(drain !== undefined && drained.has(drain) ? [['u', 'undrain', false] as const] : []),
		['l', measure === 'load' ? 'by load' : 'by count', measure === 'load'],
		['s', kinds === 'all' ? 'streams + consumers' : kinds, kinds !== 'all'],
		['a', account ?? 'all accounts', account !== undefined],
		['t', `tolerance ${Math.round(tolerance * 100)} %`, tolerance > 0],
		['p', paces[pace].words, pace !== 'fast'],
		...(force ? [['f', 'FORCED', true] as const] : []),
	];
	const rows: Toned[][] = [[]];
	for (const [key, words, isChanged] of choices) {
		const part = [
			toned(`  ${key} `, 'key'),
			toned(cleanText(words), isChanged ? 'warning' : 'text'),
		];
		const last = rows.at(-1) ?? [];
		if (last.length > 0 && widthOf([...last, ...part]) > width) {
			rows.push(part);
		} else {
			last.push(...part);
		}
	}

	return rows.map(row => spanRow(...row));
}
