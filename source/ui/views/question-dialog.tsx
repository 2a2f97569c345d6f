import type {ReactNode} from 'react';
import {cleanText} from '../../domain/clean-text.ts';
import {countOf} from '../update/ask-step-down.ts';
import {canBeDone, type MovesQuestion, type PlannedMove} from '../question.ts';
import {Dialog, dialogWidth} from '../components/dialog.tsx';
import {commandRows, spanRow, textRows, toned} from '../components/facts.tsx';
import {groupName} from '../rows/group-words.ts';
import type {Glyphs} from '../glyphs.ts';
import type {Scene} from '../rows/scene.ts';
import type {DialogOf} from '../screen-state.ts';
import {cellWidth} from '../text/cell-width.ts';
import {clipEnd} from '../text/clip.ts';

export type QuestionState = DialogOf<'question'>;

type QuestionProps = {readonly dialog: QuestionState; readonly scene: Scene};

/** Something that is done only after a yes. */
export function QuestionDialog({dialog, scene}: QuestionProps) {
	const {question, top} = dialog;
	return (
		<Dialog
			title={[toned(question.title, 'strong'), toned(canBeDone(question) ? ' [y/N]' : '')]}
			rows={questionRows(dialog, scene)}
			top={top}
			layout={scene.layout}
		/>
	);
}

/** What is asked, in full: what moves, what stays and why, what to know before, and the same by hand. */
export function questionRows({question}: QuestionState, {layout, glyphs}: Scene) {
	const width = dialogWidth(layout);
	return [
		...(question.type === 'moves'
			? question.warnings.flatMap(text => textRows(text, width, 'warning'))
			: []),
		...question.remarks.flatMap(text => textRows(text, width)),
		...(question.type === 'moves' ? movesRows(question, glyphs, width) : []),
		...(question.commands.length === 0
			? []
			: [spanRow(), spanRow(toned(' The same by hand', 'heading'))]),
		...question.commands.flatMap(command => commandRows(command, width)),
	];
}

function movesRows(
	{moves, refused}: MovesQuestion,
	glyphs: Glyphs,
	width: number,
): readonly ReactNode[] {
	const rows = moveRows(moves, glyphs, width);
	if (refused.length === 0) {
		return rows;
	}

	const stays = ` ${countOf(refused.length)} ${refused.length === 1 ? 'stays' : 'stay'}:`;
	return [
		...rows,
		spanRow(toned(moves.length === 0 ? ' Nothing can be done:' : stays, 'warning')),
		...refused.flatMap(({account, reason, ...name}) =>
			textRows(`${account} ${groupName(name, glyphs)} ${reason}`, width, 'warning'),
		),
	];
}

/** Accounts that are longer are cut. */
const longestAccount = 16;

/** A name is worth a column of so many cells; with fewer, where the leader goes stands on rows of its own. */
const leastName = 24;

/** A row a move. A long name is cut: where the leader goes is always in view. */
function moveRows(moves: readonly PlannedMove[], glyphs: Glyphs, width: number) {
	const rows = moves.map(move => ({
		account: clipEnd(cleanText(move.account), longestAccount, glyphs.ellipsis),
		name: cleanText(groupName(move, glyphs)),
		way: cleanText(`${move.from} ${glyphs.arrow} ${move.to ?? move.candidates.join(' or ')}`, 1000),
	}));
	const widest = (part: 'account' | 'name' | 'way') =>
		rows.reduce((most, row) => Math.max(most, cellWidth(row[part])), 0);
	const indent = 2 + widest('account') + 1;
	const room = width - indent - 2 - widest('way');
	const isOneRow = room >= Math.min(widest('name'), leastName);
	const nameWidth = Math.min(widest('name'), isOneRow ? room : width - indent);
	return rows.flatMap(({account, name, way}) => {
		const pieces = [
			toned(`  ${padded(account, indent - 3)} `, 'muted'),
			toned(clipEnd(name, nameWidth, glyphs.ellipsis), 'strong'),
		];
		return isOneRow
			? [spanRow(...pieces, toned(`${padded('', nameWidth - cellWidth(name))}  ${way}`))]
			: [spanRow(...pieces), ...textRows(way, width)];
	});
}

function padded(text: string, width: number): string {
	return text + ' '.repeat(Math.max(0, width - cellWidth(text)));
}
