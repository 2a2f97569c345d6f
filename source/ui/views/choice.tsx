import {formatCount} from '../../domain/format.ts';
import type {Target} from '../question.ts';
import {insideOf, Panel} from '../components/panel.tsx';
import {figure, Table, type Column} from '../components/table.tsx';
import type {Scene} from '../rows/scene.ts';
import type {DialogOf} from '../screen-state.ts';
import {counted} from '../../domain/words.ts';
import {named, toned} from '../text/line.ts';
import {keepInView} from '../update/select.ts';

type ChoiceProps = {
	readonly dialog: DialogOf<'choice'>;
	readonly scene: Scene;
};

/** The servers that could take over, in view around the chosen one. */
export function Choice({
	dialog: {groups, targets, index},
	scene: {layout, glyphs, view},
}: ChoiceProps) {
	const {columns, body} = layout;
	const size = {width: columns, height: body, bordered: layout.size === 'panels'};
	const inside = insideOf(size);
	const height = Math.max(1, inside.height - 1);
	const count = groups.length;
	const isChosen = (target: Target) => target === targets[index];
	const isMeta = count === 0;
	const canTake: Column<Target> = {
		title: 'CAN TAKE',
		width: 12,
		fills: 24,
		rank: 2,
		cell: ({eligible}) =>
			eligible === count
				? toned(count === 1 ? 'yes' : `all ${count}`, 'good')
				: toned(`${eligible} of ${counted(count, 'group')}`, 'warning'),
	};
	const version: Column<Target> = {
		title: 'VERSION',
		width: 12,
		fills: 24,
		rank: 2,
		cell: ({server}) => named(view.servers.get(server)?.version ?? '-', 'muted'),
	};
	const table: readonly Column<Target>[] = [
		{
			title: ' SERVER',
			width: 9,
			most: Infinity,
			rank: 1,
			cell: target => [
				toned(isChosen(target) ? glyphs.cursor : ' ', 'strong'),
				named(target.server, 'strong'),
			],
		},
		figure('LEADERS', 3, 7, ({leaders}) => formatCount(leaders)),
		isMeta ? version : canTake,
	];

	return (
		<Panel
			{...size}
			title={[
				toned(
					`Step down ${isMeta ? 'the meta leader' : counted(count, 'group')} to which server?`,
					'strong',
				),
			]}
		>
			<Table
				columns={table}
				rows={targets}
				top={keepInView(0, index, height, targets.length)}
				height={height}
				width={inside.width}
				isSelected={isChosen}
			/>
		</Panel>
	);
}
