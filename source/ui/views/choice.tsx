import {Box} from 'ink';
import {formatCount} from '../../domain/format.ts';
import {cleanText} from '../../domain/clean-text.ts';
import {countOf} from '../update/ask-step-down.ts';
import type {Target} from '../question.ts';
import {dialogWidth} from '../components/dialog.tsx';
import {Panel} from '../components/panel.tsx';
import {Table, type Column} from '../components/table.tsx';
import type {Glyphs} from '../glyphs.ts';
import type {Scene} from '../rows/scene.ts';
import type {DialogOf} from '../screen-state.ts';
import {cellWidth} from '../text/cell-width.ts';
import {clipMiddle} from '../text/clip.ts';
import {keepInView} from '../update/settle-selection.ts';

export type ChoiceState = DialogOf<'choice'>;

type ChoiceProps = {readonly dialog: ChoiceState; readonly scene: Scene};

/** The servers that could take over, in view around the chosen one. */
export function Choice({dialog: {groups, targets, index}, scene: {layout, glyphs}}: ChoiceProps) {
	const {columns, body, dialogRows, size} = layout;
	const height = Math.max(1, dialogRows - 1);
	const top = keepInView(0, index, height, targets.length);
	const chosen = targets[index]?.server;
	return (
		<Panel
			title={[{text: `Step down ${countOf(groups.length)} to which server?`, tone: 'strong'}]}
			width={columns}
			height={body}
			bordered={size === 'panels'}
		>
			<Box flexDirection="column" flexShrink={0}>
				<Table
					columns={choiceColumns(targets, groups.length, chosen, glyphs)}
					rows={targets.slice(top, top + height)}
					keyOf={({server}) => server}
					width={dialogWidth(layout)}
					selected={chosen}
				/>
			</Box>
		</Panel>
	);
}

function choiceColumns(
	targets: readonly Target[],
	count: number,
	chosen: string | undefined,
	{cursor, ellipsis}: Glyphs,
): readonly Column<Target>[] {
	const widest = Math.max(0, ...targets.map(({server}) => cellWidth(cleanText(server))));
	return [
		{
			id: 'server',
			titles: [' SERVER'],
			minWidth: 9,
			maxWidth: Math.max(9, widest + 1),
			rank: 1,
			cell: ({server}, width) => [
				{
					text:
						(server === chosen ? cursor : ' ') + clipMiddle(cleanText(server), width - 1, ellipsis),
					tone: 'strong',
				},
			],
		},
		{
			id: 'leads',
			titles: ['LEADERS'],
			align: 'right',
			minWidth: 7,
			rank: 3,
			cell: ({leaders}) => formatCount(leaders),
		},
		{
			id: 'can',
			titles: ['CAN TAKE'],
			minWidth: 12,
			maxWidth: 24,
			rank: 2,
			cell: ({eligible}) => [
				eligible === count
					? {text: count === 1 ? 'yes' : `all ${count}`, tone: 'good'}
					: {text: `${eligible} of ${countOf(count)}`, tone: 'warning'},
			],
		},
	];
}
