import {Box} from 'ink';
import {momentForms} from '../../domain/time.ts';
import {fitParts, type Part} from '../components/fit-parts.tsx';
import {hintPart, KeyHints, type KeyHint} from '../components/key-hints.tsx';
import {keyHints} from '../update/key-hints.ts';
import {widthOf} from '../text/toned.ts';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {clipEnd, clipMiddle, clipWords} from '../text/clip.ts';
import type {Tone, Toned} from '../theme.ts';

/** The last row: an answer to the last key, what is typed, and the keys that do something where the operator is. */
export function Footer({state, scene}: {readonly state: ScreenState; readonly scene: Scene}) {
	const {columns} = scene.layout;
	const {dialog} = state;
	const hints = keyHints(state, scene);
	const typed = dialog.type === 'time' ? [typedTime(dialog.text, columns)] : [];
	return (
		<Box height={1} flexShrink={0}>
			<KeyHints
				hints={hints}
				width={columns}
				before={[...noticeParts(state, scene, hints), ...typed]}
				behind={
					dialog.type === 'time'
						? [part(20, momentForms, 'muted')]
						: dialog.type === 'filter'
							? [part(20, 'words that must occur, !word must not', 'muted')]
							: []
				}
			/>
		</Box>
	);
}

/** Keys up to this rank answer what is asked: they stay in view whatever the notice says. */
const answerRank = 2;

function noticeParts(
	{notice, dialog}: ScreenState,
	{layout, glyphs}: Scene,
	hints: readonly KeyHint[],
): readonly Part[] {
	if (!notice) {
		return [];
	}

	const {columns} = layout;
	const isAsked = dialog.type !== 'none';
	const answers = isAsked ? hints.filter(({rank}) => rank <= answerRank).map(hintPart) : [];
	const taken = widthOf(fitParts(answers, columns, 2));
	const room = taken === 0 ? columns : Math.max(0, columns - taken - 2);
	const text =
		clipWords(notice.text, room, glyphs.ellipsis) || clipEnd(notice.text, room, glyphs.ellipsis);
	const rank = isAsked ? answerRank + 0.5 : 0;
	const said: Toned = {text, tone: notice.tone};
	const edge: Toned = {text: ` ${glyphs.vertical}`, tone: 'rule'};
	return [
		[
			{rank, text: [said]},
			{rank, text: [said, edge]},
		],
	];
}

function typedTime(text: string, columns: number): Part {
	const shown = clipMiddle(text, Math.max(8, columns - 40), '');
	return [
		{
			rank: 0,
			text: [
				{text: 'Go to: ', tone: 'text'},
				{text: `${shown}_`, tone: 'strong'},
			],
		},
	];
}

function part(rank: number, text: string, tone: Tone): Part {
	return [{rank, text: [{text, tone}]}];
}
