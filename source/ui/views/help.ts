import type {Glyphs} from '../glyphs.ts';
import {keyCaption} from '../update/key-binding.ts';
import {keySectionsFor} from '../update/active-keys.ts';
import type {Scene} from '../rows/scene.ts';
import {textLines, toned, type Line} from '../text/line.ts';
import {cellWidth, wrapText} from '../text/width.ts';
import type {Tone} from '../theme.ts';

/** All keys with what they do in full, and what the signs mean. */
export function helpLines({acting, replay, glyphs}: Scene, width: number): readonly Line[] {
	const missing = acting.type === 'locked' ? acting.missing : undefined;
	const sections = keySectionsFor(replay ? 'recording' : 'live')
		// Nothing is asked where nothing can be done.
		.filter(({title}) => !replay || title !== 'Answer');
	return [
		...sections.flatMap(section => {
			const isLocked = section.title === 'Act' && missing !== undefined;
			const note = isLocked ? `Locked: ${missing}` : section.note;
			const keys = replay && isLocked ? [] : section.keys;
			return [
				heading(section.title),
				...(note === undefined ? [] : textLines(note, width, isLocked ? 'warning' : 'muted')),
				...keys.flatMap(({keys, help, acts}) => {
					const caption = keys.map(key => keyCaption(key, glyphs)).join(' ');
					return explained(caption, help, width, isLocked && acts ? 'locked' : 'text');
				}),
				[],
			];
		}),
		heading('Signs'),
		...signs(glyphs).flatMap(([sign, meaning]) => explained(sign, meaning, width)),
		[],
		heading('Bars of a question or a plan'),
		...changes(glyphs).flatMap(([sign, meaning]) => explained(sign, meaning, width)),
	];
}

type Meanings = ReadonlyArray<readonly [sign: string, meaning: string]>;

function signs(glyphs: Glyphs): Meanings {
	return [
		[glyphs.fairShare, 'Fair share: the leaders of all servers divided by the servers'],
		[glyphs.threshold, 'Threshold: a server above it is a hotspot (HOT)'],
		[glyphs.meta, 'Meta leader'],
		[glyphs.away, 'Not responding, or offline'],
		[glyphs.justBack, 'Back from a restart, and for how long'],
		[glyphs.tag, 'Tagged group'],
		[glyphs.change, 'Leaders won or lost since the baseline'],
		[
			`${glyphs.cursor} ${glyphs.cursorElsewhere}`,
			'Selected, in the pane that has the keys and in the other',
		],
		[`${glyphs.live} ${glyphs.notLive}`, 'The screen is live, or is not'],
	];
}

function changes({stays, leaves, comes, perhaps}: Glyphs): Meanings {
	return [
		[stays, 'Leaders that stay'],
		[leaves, 'Leaders that leave'],
		[comes, 'Leaders that come'],
		[perhaps, 'Leaders that may come: the groups choose'],
	];
}

function heading(title: string): Line {
	return [toned(` ${title}`, 'strong')];
}

/** Cells for the names of a key; the longest are those of Tab. */
const captionWidth = 13;

/** `  Ctrl-R F5      Ask all servers for everything again`, on as many lines as it takes. */
function explained(
	caption: string,
	text: string,
	width: number,
	tone: Tone = 'text',
): readonly Line[] {
	return wrapText(text, Math.max(8, width - captionWidth - 4)).map((line, index) => {
		const name = index === 0 ? caption : '';
		const gap = ' '.repeat(Math.max(0, captionWidth - cellWidth(name)));
		return [toned(`  ${name}${gap}  `, tone === 'locked' ? tone : 'key'), toned(line, tone)];
	});
}
