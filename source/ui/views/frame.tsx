import {Box} from 'ink';
import {LookProvider, Room, Shaded} from '../components/theme.tsx';
import {isFresh} from '../rows/freshness.ts';
import type {Picture} from '../rows/scene.ts';
import type {TerminalFeatures} from '../terminal-features.ts';
import {Body} from './body.tsx';
import {Footer} from './footer.tsx';
import {Header} from './header.tsx';
import {Help} from './help.tsx';
import {Preview} from './preview.tsx';
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
			<Room value={columns}>
				<Box flexDirection="column" width={columns} height={rows}>
					<Header scene={scene} />
					{state.dialog.type === 'help' ? (
						<Help scene={scene} top={state.dialog.top} />
					) : (
						<Shaded value={isFresh(scene.freshness) ? 'usual' : 'faded'}>
							<Preview
								state={state}
								scene={scene}
								otherwise={<Servers state={state} scene={scene} />}
							/>
							<Body state={state} scene={scene} />
						</Shaded>
					)}
					{footer === 1 && <Footer state={state} scene={scene} />}
				</Box>
			</Room>
		</LookProvider>
	);
}
