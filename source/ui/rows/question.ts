import {cleanText} from '../../domain/clean-text.ts';
import {canBeDone, type MovesQuestion, type PlannedMove, type Question} from '../question.ts';
import {tableLines, type Column} from '../components/table.tsx';
import type {Glyphs} from '../glyphs.ts';
import {commandLines, textLines, toned, type Line} from '../text/line.ts';
import {counted} from '../../domain/words.ts';
import {cellWidth} from '../text/width.ts';
import {groupName} from './group-words.ts';

export function questionTitle(question: Question): Line {
	return [toned(question.title, 'strong'), canBeDone(question) ? ' [y/N]' : ''];
}

/** What is asked, in full: what moves, what stays and why, what to know before, and the same by hand. */
export function questionLines(question: Question, glyphs: Glyphs, width: number): readonly Line[] {
	const isAboutMoves = question.type === 'moves';
	return [
		...(isAboutMoves ? question.warnings.flatMap(text => textLines(text, width, 'warning')) : []),
		...question.remarks.flatMap(text => textLines(text, width)),
		...(isAboutMoves ? moveLines(question.moves, glyphs, width) : []),
		...(isAboutMoves ? refusedLines(question, glyphs, width) : []),
		...(question.commands.length === 0 ? [] : [[], [' The same by hand']]),
		...question.commands.flatMap(command => commandLines(command, width)),
	];
}

function refusedLines(
	{moves, refused}: MovesQuestion,
	glyphs: Glyphs,
	width: number,
): readonly Line[] {
	if (refused.length === 0) {
		return [];
	}

	const stays = ` ${counted(refused.length, 'group')} ${refused.length === 1 ? 'stays' : 'stay'}:`;
	return [
		[toned(moves.length === 0 ? ' Nothing can be done:' : stays, 'warning')],
		...refused.flatMap(({account, reason, ...name}) =>
			textLines(`${account} ${groupName(name, glyphs)} ${reason}`, width, 'warning'),
		),
	];
}

/** A name is worth a column of so many cells; with fewer, where the leader goes stands on lines of its own. */
const leastName = 24;

/** A line a move. A long name is cut: where the leader goes is always in view. */
function moveLines(moves: readonly PlannedMove[], glyphs: Glyphs, width: number): readonly Line[] {
	const nameOf = (move: PlannedMove) => groupName(move, glyphs);
	const wayOf = ({from, to, candidates}: PlannedMove) =>
		cleanText(`${from} ${glyphs.arrow} ${to ?? candidates.join(' or ')}`, 1000);
	const widest = (text: (move: PlannedMove) => string) =>
		Math.max(0, ...moves.map(move => cellWidth(cleanText(text(move), 1000))));
	const accounts = Math.min(
		16,
		widest(({account}) => account),
	);
	const ways = widest(wayOf);
	const room = width - accounts - 3;
	const isOneLine = room - ways - 2 >= Math.min(leastName, widest(nameOf));
	const names = Math.min(widest(nameOf), isOneLine ? room - ways - 2 : room);
	const columns = [
		column(accounts, move => toned(move.account, 'muted')),
		column(names, move => toned(nameOf(move), 'strong')),
		...(isOneLine ? [column(ways + 1, move => ` ${wayOf(move)}`)] : []),
	];
	const [, ...lines] = tableLines(columns, moves, width - 2, glyphs.ellipsis);
	return moves.flatMap((move, index) => [
		['  ', ...(lines[index] ?? [])],
		...(isOneLine ? [] : textLines(wayOf(move), width)),
	]);
}

function column(width: number, cell: Column<PlannedMove>['cell']): Column<PlannedMove> {
	return {title: '', rank: 1, width, cell};
}
