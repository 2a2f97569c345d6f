import {Box} from 'ink';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {Accounts} from './accounts.tsx';
import {Choice} from './choice.tsx';
import {Convergence} from './convergence.tsx';
import {Details} from './details.tsx';
import {ElectionHistory} from './election-history.tsx';
import {Elections} from './elections.tsx';
import {Groups} from './groups.tsx';
import {PlanDialog} from './plan-dialog.tsx';
import {QuestionDialog} from './question-dialog.tsx';
import {SkewGauge} from './skew-gauge.tsx';
import {Upgrade} from './upgrade.tsx';

type BodyProps = {readonly state: ScreenState; readonly scene: Scene};

/** Everything between the servers and the footer: the lists, or what is in front of them. */
export function Body({state, scene}: BodyProps) {
	const {dialog} = state;
	if (scene.layout.size === 'tiny') {
		return <Box height={scene.layout.body} flexShrink={0} />;
	}

	switch (dialog.type) {
		case 'question':
			return <QuestionDialog dialog={dialog} scene={scene} />;
		case 'plan':
			return <PlanDialog dialog={dialog} scene={scene} />;
		case 'choice':
			return <Choice dialog={dialog} scene={scene} />;
		case 'elections':
			return <ElectionHistory top={dialog.top} scene={scene} />;
		case 'upgrade':
			return <Upgrade state={state} scene={scene} />;
		case 'accounts':
			return <Accounts state={state} scene={scene} />;
		default:
			return scene.layout.size === 'panels' ? (
				<Panels state={state} scene={scene} />
			) : (
				<Compact state={state} scene={scene} />
			);
	}
}

function Compact({state, scene}: BodyProps) {
	const {layout} = scene;
	if (state.dialog.type === 'details') {
		return <Details state={state} scene={scene} height={layout.body} />;
	}

	return (
		<Box flexDirection="column" flexShrink={0}>
			<Groups state={state} scene={scene} />
			{layout.elections > 0 && (
				<Box flexDirection="column" flexShrink={0}>
					<Elections scene={scene} />
					<SkewGauge scene={scene} />
				</Box>
			)}
		</Box>
	);
}

function Panels({state, scene}: BodyProps) {
	const {layout} = scene;
	const isReading = state.dialog.type === 'details';
	return (
		<Box height={layout.body} flexShrink={0}>
			<Groups state={state} scene={scene} />
			<Box flexDirection="column" flexShrink={0}>
				{isReading ? (
					<Details state={state} scene={scene} height={layout.body} />
				) : (
					<>
						<Convergence state={state} scene={scene} />
						{layout.details > 0 && <Details state={state} scene={scene} height={layout.details} />}
						<Elections scene={scene} />
					</>
				)}
			</Box>
		</Box>
	);
}
