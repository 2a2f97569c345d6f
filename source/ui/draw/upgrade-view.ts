import {cleanText} from '../../domain/clean-text.ts';
import {checklistSteps, currentStep, stepsOf} from '../../domain/upgrade/checklist.ts';
import type {NextServer} from '../../domain/upgrade/next-server.ts';
import type {Scene} from '../scene/scene.ts';
import type {UpgradeRow} from '../scene/upgrade-row.ts';
import type {ScreenState} from '../screen-state.ts';
import {fitLine, span, type Line} from '../text/line.ts';
import {drawHeading, drawRow, fitColumns} from '../text/table.ts';
import {keepInView} from '../update/settle-selection.ts';
import {drawChecklist} from './checklist-lines.ts';
import {clockTime} from './clock-time.ts';
import {drawFreeText} from './fact.ts';
import {drawRule} from './rule.ts';
import {upgradeColumns} from './upgrade-columns.ts';
import {drawWork} from './work-line.ts';

/** The servers on their way through an upgrade, and the checklist of the selected one; always `body` lines. */
export function drawUpgrade(state: ScreenState, scene: Scene): readonly Line[] {
	const {upgrade, layout, glyphs, shownAt: now, checklists} = scene;
	const {columns: width} = layout;
	const rows = upgrade?.rows ?? [];
	const height = upgradeRowsInView(scene);
	const index = rows.findIndex(({row}) => row.id === state.server.id);
	const top = keepInView(0, index, height, rows.length);
	const inView = rows.slice(top, top + height);
	const next = upgrade?.next ?? {type: 'nobody'};
	const table = {
		glyphs,
		now,
		checklists,
		inView,
		selected: state.server.id,
		next: next.type === 'next' ? next.server : undefined,
	};
	const columns = fitColumns(upgradeColumns(table), width);
	const drawn = inView.map(row =>
		drawRow(columns, row, table, {
			width,
			over: row.row.id === state.server.id ? 'selected' : undefined,
			ellipsis: glyphs.ellipsis,
		}),
	);
	const selected = rows[index];
	const facts = selected ? drawSelected(selected, scene, factRows(scene)) : [];
	return [
		drawRule(title(next, scene), width, glyphs),
		drawHeading(columns, width, glyphs.ellipsis),
		...Array.from({length: height}, (_, row) => drawn[row] ?? []),
		drawRule(selected ? selectedTitle(selected) : [], width, glyphs),
		...Array.from({length: factRows(scene)}, (_, row) => facts[row] ?? []),
	].map(line => fitLine(line, width, glyphs.ellipsis));
}

/** Rows of servers that there is room for: the checklist comes first. */
export function upgradeRowsInView({layout, servers}: Pick<Scene, 'layout' | 'servers'>): number {
	const free = layout.body - 3;
	return Math.max(
		1,
		Math.min(servers.length, Math.max(free - checklistSteps.length, Math.floor(free / 3))),
	);
}

function factRows(scene: Scene): number {
	return Math.max(0, scene.layout.body - 3 - upgradeRowsInView(scene));
}

/** Whose turn it is and why. */
function title(next: NextServer, {cluster}: Scene): Line {
	const name = cluster.name === '' ? 'upgrade' : `upgrade of ${cluster.name}`;
	switch (next.type) {
		case 'wait':
			return [span(`${name}: wait, `), span(`${next.server} ${next.reason}`, 'warning')];
		case 'next':
			return [
				span(`${name}: next `),
				span(next.server, 'strong'),
				span(next.reasons.length > 0 ? ` (${next.reasons.join(', ')})` : ''),
			];
		case 'done':
			return [span(`${name}: `), span(next.reason, 'good')];
		case 'nobody':
			return [span(name)];
	}
}

function selectedTitle({row, checklist}: UpgradeRow): Line {
	return [
		span(row.id, 'strong'),
		span(
			checklist ? `: followed since ${clockTime(checklist.begunAt)}, ran ${checklist.version}` : '',
		),
	];
}

function drawSelected(selected: UpgradeRow, scene: Scene, height: number): readonly Line[] {
	const {checklist} = selected;
	const {work, glyphs, layout} = scene;
	const running = work && work.phase !== 'ended' ? [[span('  '), ...drawWork(work, glyphs)]] : [];
	if (!checklist) {
		return [...running, ...drawFreeText(invitation(selected), layout.columns, 'muted')];
	}

	const lines = drawChecklist(selected, checklist, scene);
	const room = height - running.length;
	const step = currentStep(checklist);
	const current = step === undefined ? lines.length - 1 : stepsOf(checklist).indexOf(step);
	// What is waited for stays in view, and what was done last before it.
	const top = Math.max(0, Math.min(lines.length - room, current - 1));
	return [...lines.slice(top, top + room), ...running];
}

function invitation({row}: UpgradeRow): string {
	return `Enter follows ${cleanText(row.id)} through its restart: drain, ok to stop, stopped, back, JetStream up, caught up, leaders back. It only watches; what acts asks first. While it is followed, its being away is expected.`;
}
