import {Box} from 'ink';
import {Spans} from '../components/span.tsx';
import {skewWords} from '../rows/skew.ts';
import type {Scene} from '../rows/scene.ts';

/** How even the cluster gets while moves run, at the right end of the rule above the elections. */
export function SkewGauge({scene}: {readonly scene: Scene}) {
	const words = skewWords(scene);
	return (
		words && (
			<Box
				position="absolute"
				width={scene.layout.columns}
				height={1}
				justifyContent="flex-end"
				overflow="hidden"
			>
				<Box marginRight={2}>
					<Spans of={[{text: ' ', tone: 'text'}, ...words, {text: ' ', tone: 'text'}]} />
				</Box>
			</Box>
		)
	);
}
