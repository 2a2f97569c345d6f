import {Box} from 'ink';
import {FitParts, fitParts} from '../components/fit-parts.tsx';
import {widthOf} from '../text/toned.ts';
import {Spans} from '../components/span.tsx';
import {headerParts, stateParts} from '../rows/header-parts.ts';
import type {Scene} from '../rows/scene.ts';

/** Cells for the cluster, where it takes long to say why there is no connection. */
const roomForPlace = 16;

/** The first row: where this is, how it is on the whole, and at the right how far that can be trusted. */
export function Header({scene}: {readonly scene: Scene}) {
	const {columns} = scene.layout;
	const room = Math.min(columns, Math.max(24, columns - roomForPlace));
	const state = fitParts(stateParts(scene, room), room, 1);
	return (
		<Box height={1} flexShrink={0} justifyContent="space-between">
			<FitParts
				parts={headerParts(scene)}
				width={Math.max(0, columns - widthOf(state) - 2)}
				gap={columns >= 120 ? 3 : 2}
			/>
			<Box flexShrink={0}>
				<Spans of={state} />
			</Box>
		</Box>
	);
}
