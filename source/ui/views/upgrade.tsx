import {Box} from 'ink';
import {clockTime, formatDuration} from '../../domain/time.ts';
import {
	currentStep,
	isExpected,
	isFinished,
	statusOf,
	stepsOf,
	type Checklist,
	type StepStatus,
} from '../../domain/upgrade/checklist.ts';
import {listed} from '../../domain/words.ts';
import {Lines} from '../components/look.tsx';
import {Panel} from '../components/panel.tsx';
import {Table, figure, type Column} from '../components/table.tsx';
import type {Scene} from '../rows/scene.ts';
import {stateWords} from '../rows/server-rows.ts';
import {
	catchUpWords,
	nextStep,
	stepTitles,
	upgradeRowsIn,
	waitingWords,
	type UpgradeRow,
} from '../rows/upgrade.ts';
import {workLines} from '../rows/work.ts';
import type {ScreenState} from '../screen-state.ts';
import {fitParts, form, textLines, toned, type Line, type Part} from '../text/line.ts';
import {clipMiddle} from '../text/width.ts';
import type {Tone, Toned} from '../theme.ts';
import {keepInView} from '../update/select.ts';

type UpgradeProps = {readonly state: ScreenState; readonly scene: Scene};

/** The servers on their way through an upgrade, and the checklist of the selected one. */
export function Upgrade({state, scene}: UpgradeProps) {
	const {upgrade, layout} = scene;
	const {columns, size} = layout;
	const bordered = size === 'panels';
	const width = bordered ? columns - 2 : columns;
	const height = upgradeRowsIn(layout, scene.servers.length);
	const rows = upgrade?.rows ?? [];
	const index = rows.findIndex(({row}) => row.id === state.selected.servers.id);
	const selected = rows[index];
	const top = keepInView(0, index, height.servers, rows.length);
	return (
		<Box flexDirection="column" flexShrink={0}>
			<Panel
				title={titleOf(scene)}
				width={columns}
				height={height.servers + (bordered ? 3 : 2)}
				bordered={bordered}
			>
				<Table
					columns={upgradeColumns(scene, state.selected.servers.id)}
					rows={rows.slice(top, top + height.servers)}
					width={width}
					height={height.servers}
					isSelected={({row}) => row.id === state.selected.servers.id}
				/>
			</Panel>
			<Panel
				title={selected && selectedTitle(selected)}
				width={columns}
				height={height.checklist + (bordered ? 2 : 1)}
				bordered={bordered}
			>
				<Lines
					lines={selected ? selectedLines(selected, scene, width, height.checklist) : []}
					width={width}
					height={height.checklist}
				/>
			</Panel>
		</Box>
	);
}

/** Which server comes next, and why, as far as there is room. */
function titleOf({upgrade, cluster, layout, glyphs, roll}: Scene): Line {
	const rolling = roll?.(cluster.name);
	if (rolling) {
		return rollTitle(rolling, layout.columns - 4);
	}

	const next = upgrade?.next ?? {type: 'no-servers'};
	const short = (name: string) => clipMiddle(name, 24, glyphs.ellipsis);
	const forms = (): Part => {
		switch (next.type) {
			case 'wait':
				return [form(1, 'wait, ', toned(`${short(next.server)} ${next.reason}`, 'warning'))];
			case 'next': {
				const server = ['next ', toned(short(next.server), 'strong')];
				return next.reasons
					.map((_, index) =>
						form(index + 2, ...server, ` (${next.reasons.slice(0, index + 1).join(', ')})`),
					)
					.concat(form(1, ...server));
			}
			case 'done':
				return [form(1, toned(next.reason, 'good'))];
			case 'no-servers':
				return [];
		}
	};
	const whole = cluster.name === '' ? [] : [form(9, `upgrade of ${cluster.name}`)];
	return fitParts([[form(1.5, 'upgrade'), ...whole], forms()], layout.columns - 4, toned(': '));
}

/** How far a roll is, and who conducts it. */
function rollTitle(
	{who, roll}: NonNullable<ReturnType<NonNullable<Scene['roll']>>>,
	width: number,
): Line {
	const {turn, state, done, left} = roll;
	const later = left.filter(server => server !== turn);
	return fitParts(
		[
			[
				form(
					1,
					'roll: ',
					toned(turn === undefined ? 'between two servers' : `${turn} ${state}`, 'warning'),
				),
			],
			part(3, done.length === 0 ? '' : `done ${listed(done)}`),
			part(2, later.length === 0 ? '' : `left ${listed(later)}`),
			part(4, who === undefined ? '' : `by ${who}`),
		],
		width,
		toned(', '),
	);
}

function part(rank: number, words: string): Part {
	return words === '' ? [] : [form(rank, words)];
}

function upgradeColumns(
	{glyphs, shownAt: now, checklists, upgrade}: Scene,
	selected: string | undefined,
): readonly Column<UpgradeRow>[] {
	const next = upgrade?.next.type === 'next' ? upgrade.next.server : undefined;
	return [
		{
			title: ' SERVER',
			width: 9,
			most: Infinity,
			rank: 1,
			cell: ({row}) =>
				toned(
					`${row.id === selected ? glyphs.cursor : ' '}${row.id}${row.metaLeader ? ` ${glyphs.meta}` : ''}`,
					'strong',
				),
		},
		{
			title: 'VERSION',
			width: 7,
			whole: 17,
			most: Infinity,
			rank: 3,
			cell({row, restart}) {
				const {version} = row.share.server;
				const before = restart?.previousVersion ?? version;
				return before === version ? version : `${before} ${glyphs.arrow} ${version}`;
			},
		},
		figure('UP', 6, 4, ({row}) => {
			const {startedAt} = row.share.server;
			return startedAt === undefined ? '-' : formatDuration(now - startedAt);
		}),
		figure('RESTARTS', 7, 8, ({restart}) => String(restart?.restarts ?? 0)),
		{
			title: 'STATE',
			width: 28,
			fills: 50,
			rank: 2,
			cell(upgradeRow) {
				const {row, behind} = upgradeRow;
				const {server} = row.share;
				if (server.state !== 'online') {
					const words = stateWords(server, now);
					return isExpected(server, checklists) ? `${words}, expected` : toned(words, 'warning');
				}

				if (behind === undefined) {
					return toned('up, replicas not seen yet', 'warning');
				}

				return behind === 0 ? toned('online', 'good') : toned(catchUpWords(upgradeRow), 'warning');
			},
		},
		{
			title: 'CHECKLIST',
			width: 14,
			rank: 4,
			cell: ({row, checklist}) =>
				checklist
					? checklistWords(checklist)
					: row.id === next
						? toned('next', 'strong')
						: toned('-', 'muted'),
		},
	];
}

function checklistWords(checklist: Checklist): Line {
	const step = currentStep(checklist);
	const steps = stepsOf(checklist);
	return isFinished(checklist) || step === undefined
		? [toned('done', 'good')]
		: [`${steps.indexOf(step) + 1}/${steps.length} `, toned(nextStep[step], 'strong')];
}

function selectedTitle({row, checklist}: UpgradeRow): Line {
	const since = checklist
		? `: followed since ${clockTime(checklist.begunAt)}, ran ${checklist.version}`
		: '';
	return [toned(row.id, 'strong'), since];
}

function selectedLines(
	selected: UpgradeRow,
	scene: Scene,
	width: number,
	height: number,
): readonly Line[] {
	const {checklist} = selected;
	const {work, glyphs} = scene;
	const running = work && work.phase !== 'ended' ? workLines(work, width, 1, glyphs) : [];
	if (!checklist) {
		return [...running, ...textLines(invitation(selected), width, 'muted')];
	}

	const lines = checklistLines(selected, checklist, scene);
	const room = height - running.length;
	const step = currentStep(checklist);
	const current = step === undefined ? lines.length - 1 : stepsOf(checklist).indexOf(step);
	// What is waited for stays in view, and what was done last before it.
	const top = Math.max(0, Math.min(lines.length - room, current - 1));
	return [...lines.slice(top, top + room), ...running];
}

/** A line a step: what is done and when, what comes next and what can be done about it. */
function checklistLines(upgrade: UpgradeRow, list: Checklist, scene: Scene): readonly Line[] {
	const {done, cursor} = scene.glyphs;
	const signs: Readonly<Record<StepStatus, Toned>> = {
		done: toned(done, 'good'),
		skipped: toned('-', 'muted'),
		next: toned(cursor, 'strong'),
		later: toned(' '),
	};
	return stepsOf(list).map(step => {
		const status = statusOf(step, list);
		const at = list.doneAt[step];
		const time = at === undefined ? (status === 'skipped' ? 'skipped' : '') : clockTime(at);
		const tone: Tone = status === 'later' ? 'muted' : 'text';
		return [
			'  ',
			signs[status],
			toned(` ${stepTitles[step].padEnd(14)}`, tone),
			toned(time.padEnd(10), 'muted'),
			...(status === 'next' ? waitingWords(upgrade, step, scene) : []),
		];
	});
}

function invitation({row}: UpgradeRow): string {
	return `Enter follows ${row.id} through its restart: drain, ok to stop, stopped, back, JetStream up, caught up, leaders back. leadertop only watches here: every action asks first. A followed server may be offline without a warning.`;
}
