import type {ReactNode} from 'react';
import {Box} from 'ink';
import {Lines} from '../components/look.tsx';
import {Panel} from '../components/panel.tsx';
import {Table} from '../components/table.tsx';
import {leaderless} from '../../state/group-list.ts';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {counted} from '../../domain/words.ts';
import {toned, type Line} from '../text/line.ts';
import {changeColumns, changeOf} from './preview.ts';
import {loadColumns, nameColumn, serverColumns} from './server-columns.ts';

type ServersProps = {readonly state: ScreenState; readonly scene: Scene};

/** The servers with their bars: as they are, or while a question waits for its answer what would change. */
export function Servers({state, scene}: ServersProps) {
	const change = changeOf(state, scene);
	if (!change) {
		return <ServersNow state={state} scene={scene} />;
	}

	const {layout, servers} = scene;
	// What changes comes first where not all are in view.
	const isChanged = ({id}: {readonly id: string}) => change.expected.has(id);
	const ordered =
		servers.length <= layout.servers
			? servers
			: servers.toSorted((a, b) => Number(isChanged(b)) - Number(isChanged(a)));
	return (
		<ServersPane scene={scene}>
			<Table
				columns={[nameColumn(scene, () => ' '), ...changeColumns(change, scene)]}
				rows={ordered}
				height={layout.servers}
				width={widthOf(scene)}
				captions={layout.heading === 1}
			/>
		</ServersPane>
	);
}

function ServersNow({state, scene}: ServersProps) {
	const {layout, servers, serverIds, load, glyphs, cluster} = scene;
	const {top, id: selected} = state.selected.servers;
	const isActive = state.pane === 'servers' && state.dialog.type === 'none';
	const isHere = state.pane === 'servers' && state.dialog.type !== 'accounts';
	const cursor = isHere ? glyphs.cursor : glyphs.cursorElsewhere;
	const cursorOf = ({id}: {readonly id: string}) => (id === selected ? cursor : ' ');
	const count = serverIds.length;
	const last = Math.min(count, top + layout.servers);
	const range = count > layout.servers ? `${top + 1}-${last}/${count}` : '';
	const name = nameColumn(scene, cursorOf, range);
	const inView = Math.min(layout.servers, servers.length - top);
	const width = widthOf(scene);
	const lost: Line = [
		toned(cursorOf({id: leaderless}), 'strong'),
		toned(`${counted(cluster.leaderless, 'group')} without a leader`, 'bad'),
	];
	return (
		<ServersPane scene={scene}>
			<Table
				columns={load ? loadColumns(scene, name) : serverColumns(scene, name)}
				rows={servers}
				top={top}
				height={inView}
				width={width}
				captions={layout.heading === 1}
				steady={{keyOf: ({id}) => id, now: scene.shownAt}}
				isSelected={({id}) => isActive && id === selected}
			/>
			{inView < layout.servers && count > servers.length && (
				<Lines
					lines={[lost]}
					width={width}
					selected={isActive && selected === leaderless ? 0 : -1}
				/>
			)}
		</ServersPane>
	);
}

function widthOf({layout: {columns, size}}: Scene): number {
	return size === 'panels' ? columns - 2 : columns;
}

type ServersPaneProps = {readonly scene: Scene; readonly children: ReactNode};

/** The pane of the servers, and why the picture is as it is. */
function ServersPane({scene: {layout, diagnosis}, children}: ServersPaneProps) {
	const {columns, servers, heading, size, why} = layout;
	const words: Line = [toned('why: ', 'muted'), toned(diagnosis ?? '', 'warning')];
	return size === 'panels' ? (
		<Panel
			bordered
			title={['servers']}
			footer={diagnosis === undefined ? undefined : words}
			width={columns}
			height={servers + heading + 2}
		>
			{children}
		</Panel>
	) : (
		<Box flexDirection="column" flexShrink={0}>
			<Box flexDirection="column" flexShrink={0} height={servers + heading}>
				{children}
			</Box>
			{why === 1 && <Lines width={columns} lines={[words]} />}
		</Box>
	);
}
