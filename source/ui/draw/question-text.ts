import type {MovesQuestion, Question} from '../act/question.ts';
import {countOf} from '../act/ask-step-down.ts';
import type {Glyphs} from '../glyphs.ts';
import type {Scene} from '../scene/scene.ts';
import {span, type Line} from '../text/line.ts';
import {wrapParts} from '../text/wrap-parts.ts';
import {drawCommand, drawFreeText} from './fact.ts';
import {groupName} from './group-name.ts';

/** What is asked, in full: what moves, what stays and why, what to know before, and the same by hand. */
export function drawQuestionText(question: Question, {glyphs, layout}: Scene): Line[] {
	const {columns} = layout;
	const remarks = question.remarks.flatMap(remark => drawFreeText(remark, columns));
	const commands =
		question.commands.length === 0
			? []
			: [
					[],
					[span(' The same by hand', 'heading')],
					...question.commands.flatMap(command => drawCommand(command, columns)),
				];
	if (question.type === 'plain') {
		return [...remarks, ...commands];
	}

	const warnings = question.warnings.flatMap(line => drawFreeText(line, columns, 'warning'));
	return [...warnings, ...remarks, ...movesText(question, glyphs, columns), ...commands];
}

function movesText({moves, refused}: MovesQuestion, glyphs: Glyphs, columns: number): Line[] {
	const accounts = Math.max(0, ...[...moves, ...refused].map(({account}) => account.length));
	const accountWidth = Math.min(16, accounts);
	const lines = moves.flatMap(move =>
		wrapParts(
			[
				[span(`  ${move.account.padEnd(accountWidth)} `, 'muted')],
				[span(groupName(move, glyphs), 'strong')],
				[span(`  ${move.from} ${glyphs.arrow} `), span(move.to ?? choice(move.candidates))],
			],
			columns,
		),
	);
	if (refused.length === 0) {
		return lines;
	}

	return [
		...lines,
		[
			span(
				moves.length === 0
					? ' Nothing can be done:'
					: ` ${countOf(refused.length)} ${refused.length === 1 ? 'stays' : 'stay'}:`,
				'warning',
			),
		],
		...refused.flatMap(({account, reason, ...name}) =>
			drawFreeText(`${account} ${groupName(name, glyphs)} ${reason}`, columns, 'warning'),
		),
	];
}

function choice(candidates: readonly string[]): string {
	return candidates.length === 1 ? (candidates[0] ?? '') : candidates.join(' or ');
}
