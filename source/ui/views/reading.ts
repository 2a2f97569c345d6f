import {cleanText} from '../../domain/clean-text.ts';
import {counted} from '../../domain/words.ts';
import {leaderless} from '../../state/group-list.ts';
import {insideOf, type PanelSize} from '../components/panel.tsx';
import {tableLines, type Column} from '../components/table.tsx';
import type {Glyphs} from '../glyphs.ts';
import {canBeDone, type MovesQuestion, type PlannedMove, type Question} from '../question.ts';
import {electionLines} from '../rows/election-history.ts';
import {electionsTitle} from '../rows/elections.ts';
import {groupDetails} from '../rows/group-details.ts';
import {groupName} from '../rows/group-words.ts';
import {planLines, planTitle} from '../rows/plan-dialog.ts';
import type {Scene} from '../rows/scene.ts';
import {serverDetails} from '../rows/server-details.ts';
import type {DialogOf, ScreenState} from '../screen-state.ts';
import {commandLines, textLines, toned, type Line} from '../text/line.ts';
import {cellWidth, wrapText} from '../text/width.ts';
import {helpLines} from './help.ts';
import {jsonLines} from './json-lines.ts';

/** A text that is read by scrolling. */
export type Reading = {
	readonly title: Line;
	readonly lines: readonly Line[];
	/** Where it stands, with its title and borders. */
	readonly size: PanelSize;
	/** The first line in view. */
	readonly top: number;
	/** Its title says itself how much more there is. */
	readonly more?: false;
};

/** What stands in front of the lists, as far as it is read by scrolling. */
export function readingOf(state: ScreenState, scene: Scene): Reading | undefined {
	const {dialog} = state;
	const {columns, rows, body, footer, sideColumns, size: layoutSize} = scene.layout;
	const bordered = layoutSize === 'panels';
	const size = {width: columns, height: body, bordered};
	const {width} = insideOf(size);
	switch (dialog.type) {
		case 'help': {
			const whole = {...size, height: Math.max(0, rows - 1 - footer)};
			const {top} = dialog;
			const lines = helpLines(scene, width);
			const last = Math.min(lines.length, top + insideOf(whole).height);
			const place = ` ${scene.glyphs.dot} ${top + 1}-${last} of ${lines.length}`;
			return {title: ['help', toned(place, 'muted')], lines, size: whole, top, more: false};
		}

		case 'details': {
			const {title, lines} = detailsOf(state, scene);
			return {
				title,
				lines,
				size: bordered ? {...size, width: sideColumns + 2} : size,
				top: dialog.top,
			};
		}

		case 'elections': {
			// What says how much more there is below needs room, too.
			const title = electionsTitle(scene, columns - 31);
			return {title, lines: electionLines(scene, width), size, top: dialog.top};
		}

		case 'json': {
			const {title, top} = dialog;
			return {
				title: ['JSON of ', toned(title, 'strong')],
				lines: rawLines(dialog, scene, width),
				size,
				top,
			};
		}

		case 'question': {
			const {question, top} = dialog;
			const lines = questionLines(question, scene.glyphs, width);
			return {title: questionTitle(question), lines, size, top};
		}

		case 'plan': {
			const {request, top} = dialog;
			return {title: planTitle(request, scene), lines: planLines(request, scene, width), size, top};
		}

		default:
			return undefined;
	}
}

function rawLines(
	{server, group, askedAt}: DialogOf<'json'>,
	{view, raw}: Scene,
	width: number,
): readonly Line[] {
	const about = group === undefined ? undefined : view.groups.get(group);
	const leader = group === undefined ? server : about?.leader;
	const serverId = leader === undefined ? undefined : view.servers.get(leader)?.id;
	const answer =
		group !== undefined && !about
			? ({type: 'failed', reason: 'the group is gone'} as const)
			: raw?.({serverId, group: about}, askedAt);
	switch (answer?.type) {
		case 'ready':
			return jsonLines(answer.text).flatMap(line => indented(line, width));
		case 'failed':
			return textLines(answer.reason, width, 'warning');
		default:
			return textLines('asking the servers', width, 'muted');
	}
}

/** Long strings go on below, behind their own indent. */
function indented(line: string, width: number): readonly Line[] {
	const indent = ' '.repeat(Math.min(/^ */.exec(line)?.[0].length ?? 0, 16));
	const room = Math.max(8, width - indent.length - 2);
	return wrapText(cleanText(line.trimStart(), 100_000), room).map(part => [` ${indent}${part}`]);
}

/** Everything that is known of the selected server or group, as wide as the place where it is shown. */
export function detailsOf(
	state: ScreenState,
	scene: Scene,
): {readonly title: Line; readonly lines: readonly Line[]} {
	const {columns, sideColumns, size} = scene.layout;
	const width = size === 'panels' ? sideColumns : columns;
	if (state.pane === 'groups') {
		const group = scene.shown.groups.get(state.selected.groups.id ?? '');
		return {title: ['group'], lines: group ? groupDetails(group, scene, width) : []};
	}

	if (state.selected.servers.id === leaderless) {
		return {title: ['server'], lines: textLines(leaderlessWords, width)};
	}

	const row = scene.servers.find(({id}) => id === state.selected.servers.id);
	return {title: ['server'], lines: row ? serverDetails(row, scene, width) : []};
}

const leaderlessWords =
	'These groups have no leader: they take no messages and cannot be moved until they elect one. An election needs more than half of their servers. Press Tab to go to the groups, and Enter there to see which servers are missing.';

function questionTitle(question: Question): Line {
	return [toned(question.title, 'strong'), canBeDone(question) ? ' [y/N]' : ''];
}

/** What is asked, in full: what moves, what stays and why, what to know before, and the same by hand. */
function questionLines(question: Question, glyphs: Glyphs, width: number): readonly Line[] {
	const isAboutMoves = question.type === 'moves';
	return [
		...(isAboutMoves ? question.warnings.flatMap(text => textLines(text, width, 'warning')) : []),
		...question.remarks.flatMap(text => textLines(text, width)),
		...(isAboutMoves ? moveLines(question.moves, glyphs, width) : []),
		...(isAboutMoves ? refusedLines(question, glyphs, width) : []),
		...(question.commands.length === 0 ? [] : [[], [' Same with the nats CLI']]),
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
