import type {ReactNode} from 'react';
import {Box} from 'ink';
import {
	currentStep,
	statusOf,
	stepsOf,
	type Checklist,
	type StepStatus,
} from '../../domain/upgrade/checklist.ts';
import {clockTime} from '../../domain/time.ts';
import type {NextServer} from '../../domain/upgrade/next-server.ts';
import {dialogWidth} from '../components/dialog.tsx';
import {spanRow, textRows, toned} from '../components/facts.tsx';
import {Panel} from '../components/panel.tsx';
import {Scrolled} from '../components/scrolled.tsx';
import {Table} from '../components/table.tsx';
import {stepTitles, waitingWords} from '../rows/upgrade-words.ts';
import type {Scene} from '../rows/scene.ts';
import {upgradeRowsIn, type UpgradeRow} from '../rows/upgrade-rows.ts';
import type {ScreenState} from '../screen-state.ts';
import type {Tone, Toned} from '../theme.ts';
import {keepInView} from '../update/settle-selection.ts';
import {workRows} from './elections.tsx';
import {upgradeColumns} from './upgrade-columns.tsx';

type UpgradeProps = {readonly state: ScreenState; readonly scene: Scene};

/** The servers on their way through an upgrade, and the checklist of the selected one. */
export function Upgrade({state, scene}: UpgradeProps) {
	const {upgrade, layout, glyphs, shownAt: now, checklists} = scene;
	const {columns, size} = layout;
	const bordered = size === 'panels';
	const width = dialogWidth(layout);
	const height = upgradeRowsIn(layout, scene.servers.length);
	const rows = upgrade?.rows ?? [];
	const index = rows.findIndex(({row}) => row.id === state.selected.servers.id);
	const selected = rows[index];
	const top = keepInView(0, index, height.servers, rows.length);
	const inView = rows.slice(top, top + height.servers);
	const next = upgrade?.next ?? {type: 'nobody'};
	const table = {
		glyphs,
		now,
		checklists,
		inView,
		selected: state.selected.servers.id,
		next: next.type === 'next' ? next.server : undefined,
	};
	return (
		<Box flexDirection="column" flexShrink={0}>
			<Panel
				title={titleWords(next, scene.cluster.name)}
				width={columns}
				height={height.servers + (bordered ? 3 : 2)}
				bordered={bordered}
			>
				<Table
					columns={upgradeColumns(table)}
					rows={inView}
					keyOf={({row}) => row.id}
					width={width}
					height={height.servers}
					selected={state.selected.servers.id}
				/>
			</Panel>
			<Panel
				title={selected && selectedTitle(selected)}
				width={columns}
				height={height.checklist + (bordered ? 2 : 1)}
				bordered={bordered}
			>
				<Scrolled
					rows={selected ? selectedRows(selected, scene, height.checklist) : []}
					top={0}
					height={height.checklist}
				/>
			</Panel>
		</Box>
	);
}

/** Which server comes next, and why. */
function titleWords(next: NextServer, cluster: string): readonly Toned[] {
	const name = cluster === '' ? 'upgrade' : `upgrade of ${cluster}`;
	switch (next.type) {
		case 'wait':
			return [toned(`${name}: wait, `), toned(`${next.server} ${next.reason}`, 'warning')];
		case 'next':
			return [
				toned(`${name}: next `),
				toned(next.server, 'strong'),
				toned(next.reasons.length > 0 ? ` (${next.reasons.join(', ')})` : ''),
			];
		case 'done':
			return [toned(`${name}: `), toned(next.reason, 'good')];
		case 'nobody':
			return [toned(name)];
	}
}

function selectedTitle({row, checklist}: UpgradeRow): readonly Toned[] {
	const since = checklist && `: followed since ${clockTime(checklist.begunAt)}`;
	return [toned(row.id, 'strong'), toned(checklist ? `${since}, ran ${checklist.version}` : '')];
}

function selectedRows(selected: UpgradeRow, scene: Scene, height: number): readonly ReactNode[] {
	const {checklist} = selected;
	const {work, glyphs, layout} = scene;
	const running =
		work && work.phase !== 'ended' ? workRows(work, dialogWidth(layout), 1, glyphs) : [];
	if (!checklist) {
		return [...running, ...textRows(invitation(selected), dialogWidth(layout), 'muted')];
	}

	const rows = checklistRows(selected, checklist, scene);
	const room = height - running.length;
	const step = currentStep(checklist);
	const current = step === undefined ? rows.length - 1 : stepsOf(checklist).indexOf(step);
	// What is waited for stays in view, and what was done last before it.
	const top = Math.max(0, Math.min(rows.length - room, current - 1));
	return [...rows.slice(top, top + room), ...running];
}

/** A row a step: what is done and when, what comes next and what can be done about it. */
function checklistRows(upgrade: UpgradeRow, list: Checklist, scene: Scene): readonly ReactNode[] {
	const {done, cursor} = scene.glyphs;
	const signs = {done, skipped: '-', next: cursor, later: ' '};
	return stepsOf(list).map(step => {
		const status = statusOf(step, list);
		const at = list.doneAt[step];
		const time = at === undefined ? (status === 'skipped' ? 'skipped' : '') : clockTime(at);
		return spanRow(
			toned(`  ${signs[status]} `, signTones[status]),
			toned(stepTitles[step].padEnd(14), status === 'later' ? 'muted' : 'text'),
			toned(time.padEnd(10), 'muted'),
			...(status === 'next' ? waitingWords(upgrade, step, scene) : []),
		);
	});
}

const signTones: Readonly<Record<StepStatus, Tone>> = {
	done: 'good',
	skipped: 'muted',
	next: 'strong',
	later: 'muted',
};

function invitation({row}: UpgradeRow): string {
	return `Enter follows ${row.id} through its restart: drain, ok to stop, stopped, back, JetStream up, caught up, leaders back. This only watches: every action asks first. While a server is followed, its absence is expected.`;
}
