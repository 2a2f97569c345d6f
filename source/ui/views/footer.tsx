import {momentForms} from '../../domain/time.ts';
import {Lines} from '../components/look.tsx';
import {insideOf} from '../components/panel.tsx';
import {keyHints, type KeyHint} from '../update/active-keys.ts';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {fitParts, form, lineWidth, toned, type Part} from '../text/line.ts';
import {clipEnd, clipMiddle, clipWords} from '../text/width.ts';
import {readingOf} from './reading.ts';

type FooterProps = {readonly state: ScreenState; readonly scene: Scene};

/** The last row: an answer to the last key, what is typed, and the keys that do something where the operator is. */
export function Footer({state, scene}: FooterProps) {
	const {columns} = scene.layout;
	const {dialog} = state;
	const reading = readingOf(state, scene);
	const isWhole = reading && reading.lines.length <= insideOf(reading.size).height;
	const hints = keyHints(state, scene).filter(({label}) => !isWhole || label !== 'scroll');
	const parts = [
		...noticeParts({state, scene}, hints),
		dialog.type === 'time'
			? [
					form(
						0,
						'Go to: ',
						toned(`${clipMiddle(dialog.text, Math.max(8, columns - 40), '')}_`, 'strong'),
					),
				]
			: [],
		...hints.map(hintPart),
		dialog.type === 'time' ? [form(20, toned(momentForms, 'muted'))] : [],
		dialog.type === 'filter'
			? [form(20, toned('words that must occur, !word must not', 'muted'))]
			: [],
	];
	return <Lines width={columns} lines={[fitParts(parts, columns)]} />;
}

/** `y Enter run it`. */
function hintPart({keys, label, rank, locked}: KeyHint): Part {
	return [
		form(rank, toned(keys, locked ? 'locked' : 'key'), toned(` ${label}`, locked && 'locked')),
	];
}

/** Keys up to this rank answer what is asked: they stay in view whatever the notice says. */
const answerRank = 2;

function noticeParts(
	{state: {notice, dialog}, scene}: FooterProps,
	hints: readonly KeyHint[],
): readonly Part[] {
	if (!notice) {
		return [];
	}

	const {columns} = scene.layout;
	const {ellipsis, vertical} = scene.glyphs;
	const isAsked = dialog.type !== 'none';
	const answers = isAsked ? hints.filter(({rank}) => rank <= answerRank).map(hintPart) : [];
	const taken = lineWidth(fitParts(answers, columns));
	const room = taken === 0 ? columns : Math.max(0, columns - taken - 2);
	const text = clipWords(notice.text, room, ellipsis) || clipEnd(notice.text, room, ellipsis);
	const said = toned(text, notice.tone);
	const rank = isAsked ? answerRank + 0.5 : 0;
	return [[form(rank, said), form(rank, said, toned(` ${vertical}`, 'rule'))]];
}
