import {countOf} from '../act/ask-step-down.ts';
import {canBeDone} from '../act/question.ts';
import type {Scene} from '../scene/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {fitLine, joinLines, span, type Line} from '../text/line.ts';
import {drawAccounts} from './accounts.ts';
import {drawChoiceText} from './choice-text.ts';
import {drawElections, drawElectionsSplit, electionsTitle, electionTitles} from './elections.ts';
import {electionsViewTitle} from './elections-view.ts';
import {detailsText, frontText} from './front-text.ts';
import {drawGroupList, listTitle} from './group-list.ts';
import {planTitle} from './plan-dialog.ts';
import {drawRule} from './rule.ts';
import {drawUpgrade} from './upgrade-view.ts';

/** Everything between the servers and the footer; always `body` lines. */
export function drawBody(state: ScreenState, scene: Scene): readonly Line[] {
	const {layout} = scene;
	const {front} = state;
	if (layout.size === 'tiny') {
		return Array.from({length: layout.body}, () => []);
	}

	if (front.type === 'question') {
		const title = [
			span(front.question.title, 'strong'),
			span(canBeDone(front.question) ? ' [y/N]' : ''),
		];
		return drawPanel(title, frontText(state, scene).lines, front.top, scene);
	}

	if (front.type === 'plan') {
		const {lines} = frontText(state, scene);
		return drawPanel(planTitle(front.wish, scene), lines, front.top, scene);
	}

	if (front.type === 'choice') {
		const title = `Which server shall lead ${countOf(front.groups.length)}?`;
		return drawPanel(
			[span(title, 'strong')],
			drawChoiceText(front, scene, layout.body - 1),
			0,
			scene,
		);
	}

	if (front.type === 'elections') {
		const {lines} = frontText(state, scene);
		return drawPanel(electionsViewTitle(scene), lines, front.top, scene);
	}

	if (front.type === 'upgrade') {
		return drawUpgrade(state, scene);
	}

	if (front.type === 'accounts') {
		return drawAccounts(state, scene);
	}

	if (layout.size === 'wide') {
		return drawWide(state, scene);
	}

	return front.type === 'details'
		? drawPanel(detailsTitle(state), frontText(state, scene).lines, front.top, scene)
		: drawCompact(state, scene);
}

function drawCompact(state: ScreenState, scene: Scene): readonly Line[] {
	const {layout, glyphs} = scene;
	return [
		drawRule(listTitle(state, scene), layout.columns, glyphs),
		...drawGroupList(state, scene),
		drawRule(layout.elections > 1 ? electionsTitle(scene) : [], layout.columns, glyphs),
		...drawElections(scene),
	];
}

function drawWide(state: ScreenState, scene: Scene): readonly Line[] {
	const {layout, glyphs} = scene;
	const {groupColumns, sideColumns} = layout;
	const {lines} = detailsText(state, scene);
	const top = state.front.type === 'details' ? state.front.top : 0;
	const side = Array.from({length: layout.groups + 1}, (_, index) =>
		fitLine(lines[top + index] ?? [], sideColumns, glyphs.ellipsis),
	);
	const {planned, unplanned} = drawElectionsSplit(scene);
	const titles = electionTitles(scene);
	const bar = span(glyphs.vertical, 'rule');
	const beside = (left: readonly Line[], right: readonly Line[]) =>
		left.map((line, index) => joinLines([line, right[index] ?? nothing], layout.columns, bar));
	return [
		[
			...drawRule(listTitle(state, scene), groupColumns, glyphs),
			span(glyphs.teeDown, 'rule'),
			...drawRule(detailsTitle(state), sideColumns, glyphs),
		],
		...beside(drawGroupList(state, scene), side),
		[
			...drawRule(titles.planned, groupColumns, glyphs),
			span(glyphs.teeUp, 'rule'),
			...drawRule(titles.unplanned, sideColumns, glyphs),
		],
		...beside(planned, unplanned),
	];
}

const nothing: Line = [];

function detailsTitle({pane}: ScreenState): Line {
	return [span(pane === 'servers' ? 'server' : 'group')];
}

/** A text with a title over all of the body. */
function drawPanel(
	title: Line,
	lines: readonly Line[],
	top: number,
	scene: Scene,
): readonly Line[] {
	const {layout, glyphs} = scene;
	const height = layout.body - 1;
	const below = lines.length - top - height;
	const more = below > 0 ? [...title, span(` (${below} more lines below)`, 'muted')] : title;
	return [
		drawRule(more, layout.columns, glyphs),
		...Array.from({length: height}, (_, index) =>
			fitLine(lines[top + index] ?? [], layout.columns, glyphs.ellipsis),
		),
	];
}
