import type {ReactNode} from 'react';
import {Box} from 'ink';
import {dialogWidth} from '../components/dialog.tsx';
import {Panel} from '../components/panel.tsx';
import {Spans} from '../components/span.tsx';
import {SelectedRow, Table} from '../components/table.tsx';
import {leaderless} from '../scene/listing.ts';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import type {Toned} from '../theme.ts';
import {loadColumns} from './load-columns.tsx';
import {scaleFor, serverColumns, type ServerTable} from './server-columns.tsx';

type ServersProps = {readonly state: ScreenState; readonly scene: Scene};

/** The servers with their bars, and why the picture is as it is. */
export function Servers({state, scene}: ServersProps) {
	const {layout, servers, load} = scene;
	const width = dialogWidth(layout);
	const table = serverTable(state, scene);
	const isActive = state.pane === 'servers' && state.dialog.type === 'none';
	const {top, id} = state.selected.servers;
	const inView = servers.slice(top, top + layout.servers);
	return (
		<ServersPane scene={scene}>
			<Table
				columns={load ? loadColumns(table) : serverColumns(table)}
				rows={inView}
				keyOf={row => row.id}
				width={width}
				captions={layout.heading === 1}
				selected={isActive ? id : undefined}
			/>
			{scene.serverIds.slice(top, top + layout.servers).includes(leaderless) && (
				<Leaderless
					count={scene.cluster.leaderless}
					width={width}
					cursor={id === leaderless ? table.cursor : ' '}
					isSelected={isActive && id === leaderless}
				/>
			)}
		</ServersPane>
	);
}

type ServersPaneProps = {readonly scene: Scene; readonly children: ReactNode};

/** The pane of the servers, and why the picture is as it is. */
export function ServersPane({scene, children}: ServersPaneProps) {
	const {columns, servers, heading, size, why} = scene.layout;
	const rows = (
		<Box flexDirection="column" flexShrink={0} height={servers + heading}>
			{children}
		</Box>
	);
	return size === 'panels' ? (
		<Panel
			bordered
			title={[{text: 'servers', tone: 'heading'}]}
			footer={scene.diagnosis === undefined ? undefined : whyWords(scene)}
			width={columns}
			height={servers + heading + 2}
		>
			{rows}
		</Panel>
	) : (
		<Box flexDirection="column" flexShrink={0}>
			{rows}
			{why === 1 && <Why scene={scene} />}
		</Box>
	);
}

/** What the columns need, for the servers as they are now. */
export function serverTable(state: ScreenState, scene: Scene): ServerTable {
	const {servers, distribution, load, rules, shownAt, glyphs} = scene;
	return {
		servers,
		distribution,
		load,
		rules,
		now: shownAt,
		glyphs,
		cursorAt: state.selected.servers.id,
		range: rangeOf(state, scene),
		cursor:
			state.pane === 'servers' && state.dialog.type !== 'accounts'
				? glyphs.cursor
				: glyphs.cursorElsewhere,
		most: servers.reduce(
			(most, {trend}) => trend.reduce((max, leaders) => Math.max(max, leaders), most),
			distribution.average * 2,
		),
		scaleOf: scaleFor(scene),
	};
}

function rangeOf({selected}: ScreenState, {layout, serverIds}: Scene): string {
	const count = serverIds.length;
	const last = Math.min(count, selected.servers.top + layout.servers);
	return count > layout.servers ? `${selected.servers.top + 1}-${last}/${count}` : '';
}

export function Why({scene}: {readonly scene: Scene}) {
	return (
		<Box height={1} flexShrink={0}>
			<Spans of={whyWords(scene)} />
		</Box>
	);
}

function whyWords({diagnosis = ''}: Scene): readonly Toned[] {
	return [
		{text: 'why: ', tone: 'muted'},
		{text: diagnosis, tone: 'warning'},
	];
}

type LeaderlessProps = {
	readonly count: number;
	readonly width: number;
	readonly cursor: string;
	readonly isSelected: boolean;
};

function Leaderless({count, width, cursor, isSelected}: LeaderlessProps) {
	const row = (
		<Spans
			of={[
				{text: cursor, tone: 'strong'},
				{text: `${count} ${count === 1 ? 'group' : 'groups'} without a leader`, tone: 'bad'},
			]}
		/>
	);
	return isSelected ? (
		<SelectedRow width={width}>{row}</SelectedRow>
	) : (
		<Box height={1} flexShrink={0}>
			{row}
		</Box>
	);
}
