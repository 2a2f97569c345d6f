import type {ReactNode} from 'react';
import {cleanText} from '../../domain/clean-text.ts';
import {planEffect} from '../update/plan-effect.ts';
import {paces, type PlanRequest} from '../../domain/plan/plan-request.ts';
import {Dialog, dialogWidth} from '../components/dialog.tsx';
import {factRows, spanRow, textRows, toned} from '../components/facts.tsx';
import {widthOf} from '../text/toned.ts';
import {offerTitle, planFacts} from '../rows/plan-words.ts';
import type {Scene} from '../rows/scene.ts';
import type {DialogOf} from '../screen-state.ts';
import type {Toned} from '../theme.ts';

export type PlanState = DialogOf<'plan'>;

/** A plan that can be adjusted before it is run. */
export function PlanDialog({dialog, scene}: {readonly dialog: PlanState; readonly scene: Scene}) {
	const {question, answers} = planTitle(dialog.request, scene);
	return (
		<Dialog
			title={[toned(question, 'strong'), toned(answers)]}
			rows={planRows(dialog, scene)}
			top={dialog.top}
			layout={scene.layout}
		/>
	);
}

/** The question, or why it cannot be asked. */
function planTitle(
	request: PlanRequest,
	{offer, drained}: Scene,
): {question: string; answers: string} {
	const answer = offer?.(request);
	if (answer?.type !== 'ready') {
		const goal = request.drain === undefined ? request.cluster : `drain ${request.drain}`;
		return {question: `Plan: ${goal}`, answers: ''};
	}

	const {drain, refusals} = answer.offer;
	const [refusal] = refusals;
	if (refusal !== undefined && !request.force) {
		const act = drain === undefined ? `balance ${request.cluster}` : `drain ${drain}`;
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
export function planRows({request}: PlanState, scene: Scene): readonly ReactNode[] {
	const {offer, drained, glyphs, layout} = scene;
	const width = dialogWidth(layout);
	const answer = offer?.(request) ?? {type: 'planning'};
	return [...choiceRows(request, drained, width), ...wordsOf(), ...aftermath()];

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
		const {drain} = request;
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
	{drain, measure, kinds, account, tolerance, pace, force}: PlanRequest,
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
