import {cleanText} from '../../domain/clean-text.ts';
import {formatDuration} from '../../domain/format-duration.ts';
import {isHot, type ServerRow} from '../scene/server-row.ts';
import {cellWidth} from '../text/cell-width.ts';
import {clipMiddle} from '../text/clip.ts';
import {span, type Line} from '../text/line.ts';
import type {TableScene} from './table-scene.ts';

/** How long a server counts as just back. */
const justBackMs = 10 * 60_000;

/** Cursor, name, and the marks: `▸n2 ★`, `▸n3 ↑2m`. */
export function drawServerName(row: ServerRow, scene: TableScene, width: number): Line {
	const {glyphs, selectedServer, cursor} = scene;
	const marks = marksOf(row, scene);
	const marksWidth = marks.reduce((sum, {text}) => sum + cellWidth(text) + 1, 0);
	const name = clipMiddle(cleanText(row.id), Math.max(4, width - 1 - marksWidth), glyphs.ellipsis);
	return [
		span(row.id === selectedServer ? cursor : ' ', 'strong'),
		span(name, isHot(row) ? 'hot' : 'strong'),
		...marks.flatMap(mark => [span(' '), mark]),
	];
}

/** Cells that the longest name needs with its marks. */
export function serverNameWidth(scene: TableScene): number {
	return Math.max(
		0,
		...scene.servers.map(row =>
			marksOf(row, scene).reduce(
				(sum, {text}) => sum + cellWidth(text) + 1,
				1 + cellWidth(cleanText(row.id)),
			),
		),
	);
}

function marksOf({metaLeader, share}: ServerRow, {glyphs, now}: TableScene): Line {
	const {rejoinedAt} = share.server;
	const back = rejoinedAt !== undefined && now - rejoinedAt < justBackMs;
	return [
		...(metaLeader ? [span(glyphs.meta, 'strong')] : []),
		...(back ? [span(glyphs.justBack + formatDuration(now - rejoinedAt), 'fresh')] : []),
	];
}
