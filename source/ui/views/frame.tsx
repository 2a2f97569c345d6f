import {Box} from 'ink';
import {LookProvider, Shaded} from '../components/look.tsx';
import {isFresh} from '../rows/freshness.ts';
import type {Picture} from '../rows/scene.ts';
import type {TerminalFeatures} from '../terminal-features.ts';
import {Body, Reader} from './body.tsx';
import {Footer} from './footer.tsx';
import {Header} from './header.tsx';
import {Servers} from './servers.tsx';

export type FrameProps = {
	readonly picture: Picture;
	readonly features: Pick<TerminalFeatures, 'colorLevel' | 'unicode'>;
};

/** The whole screen: header, servers, body, footer. */
export function Frame({picture: {state, scene}, features}: FrameProps) {
	const {columns, rows, footer} = scene.layout;
	return (
		<LookProvider features={features}>
			<Box flexDirection="column" width={columns} height={rows}>
				<Header scene={scene} />
				{state.dialog.type === 'help' ? (
					<Reader state={state} scene={scene} />
				) : (
					<Shaded value={isFresh(scene.freshness) ? 'usual' : 'faded'}>
						<Servers state={state} scene={scene} />
						<Body state={state} scene={scene} />
					</Shaded>
				)}
				{footer === 1 && <Footer state={state} scene={scene} />}
			</Box>
		</LookProvider>
	);
}
