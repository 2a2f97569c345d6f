import {shownLoads, type Improvement} from '../../domain/plan/improvement.ts';
import type {Scene} from '../scene/scene.ts';
import {isFresh} from '../scene/freshness.ts';
import type {ScreenState} from '../screen-state.ts';
import {fitLine, overlay, span, type Line} from '../text/line.ts';
import {drawBody} from './body.ts';
import {drawFooter} from './footer.ts';
import {frontText} from './front-text.ts';
import {drawHeader} from './header.ts';
import {expectedOf} from './plan-dialog.ts';
import {drawPreviewTable} from './preview-table.ts';
import {drawServerTable} from './server-table.ts';

/** The whole screen: as many lines as the terminal has rows, each exactly as wide as its columns. */
export function drawFrame(state: ScreenState, scene: Scene): readonly Line[] {
	const {columns, rows, footer} = scene.layout;
	const middle =
		state.front.type === 'help' ? drawHelpPage(state, scene) : drawMiddle(state, scene);
	const lines = [drawHeader(scene), ...middle, ...(footer ? [drawFooter(state, scene)] : [])];
	return Array.from({length: rows}, (_, index) => fitLine(lines[index] ?? [], columns));
}

function drawMiddle(state: ScreenState, scene: Scene): readonly Line[] {
	const {layout, diagnosis, freshness, glyphs} = scene;
	const expected = expectedBy(state, scene);
	const servers = expected
		? drawPreviewTable(state, scene, expected, figuresOf(state, scene))
		: drawServerTable(state, scene);
	const why = fitLine(
		[span('why: ', 'muted'), span(diagnosis ?? '', 'warning')],
		layout.columns,
		glyphs.ellipsis,
	);
	const lines = [...servers, ...(layout.why ? [why] : []), ...drawBody(state, scene)];
	return isFresh(freshness) ? lines : lines.map(fade);
}

/** Leaders after what is being asked; undefined where nothing would move. */
function expectedBy({front}: ScreenState, {offer}: Scene) {
	if (front.type === 'plan') {
		const answer = offer?.(front.wish);
		return answer?.type === 'ready' ? expectedOf(answer.offer.plan) : undefined;
	}

	return front.type === 'question' && front.question.type === 'moves'
		? front.question.expected
		: undefined;
}

/** What the expected figures are: a plan may be by load while counts are shown, and the other way round. */
function figuresOf({front}: ScreenState, {offer}: Scene): Improvement['of'] {
	const answer = front.type === 'plan' ? offer?.(front.wish) : undefined;
	return answer?.type === 'ready' ? shownLoads(answer.offer.plan).of : 'leaders';
}

function drawHelpPage(state: ScreenState, scene: Scene): readonly Line[] {
	const {rows, footer, columns} = scene.layout;
	const {lines} = frontText(state, scene);
	const top = state.front.type === 'help' ? state.front.top : 0;
	return Array.from({length: Math.max(0, rows - 1 - footer)}, (_, index) =>
		fitLine(lines[top + index] ?? [], columns),
	);
}

/** What is old is shown as old; the selection still has to be found. */
function fade(line: Line): Line {
	return line.some(({over}) => over === 'selected') ? line : overlay(line, 'faded');
}
