import {Box} from 'ink';
import {Lines, LookProvider, Shaded} from '../components/look.tsx';
import {Dialog, Panel, insideOf} from '../components/panel.tsx';
import {tableLines} from '../components/table.tsx';
import {electionColumns, electionsTitle} from '../rows/elections.ts';
import {isFresh} from '../rows/freshness.ts';
import type {Picture, Scene} from '../rows/scene.ts';
import {timeline} from '../rows/timeline.ts';
import {skewGauge, workLines} from '../rows/work.ts';
import type {ScreenState} from '../screen-state.ts';
import type {TerminalFeatures} from '../terminal-features.ts';
import {lineWidth, toned, type Line} from '../text/line.ts';
import {Accounts} from './accounts.tsx';
import {Choice} from './choice.tsx';
import {Convergence} from './convergence.tsx';
import {Footer} from './footer.tsx';
import {Groups} from './groups.tsx';
import {Header} from './header.tsx';
import {detailsOf, readingOf} from './reading.ts';
import {Servers} from './servers.tsx';
import {Upgrade} from './upgrade.tsx';

type FrameProps = {
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

type BodyProps = {readonly state: ScreenState; readonly scene: Scene};

/** Everything between the servers and the footer: the lists, or what is in front of them. */
export function Body({state, scene}: BodyProps) {
	const {dialog} = state;
	const {layout} = scene;
	if (layout.size === 'tiny') {
		return <Box height={layout.body} flexShrink={0} />;
	}

	switch (dialog.type) {
		case 'choice':
			return <Choice dialog={dialog} scene={scene} />;
		case 'upgrade':
			return <Upgrade state={state} scene={scene} />;
		case 'accounts':
			return <Accounts state={state} scene={scene} />;
		case 'details':
			return layout.size === 'panels' ? (
				<Panels state={state} scene={scene} />
			) : (
				<Reader state={state} scene={scene} />
			);
		case 'question':
		case 'plan':
		case 'elections':
		case 'json':
			return <Reader state={state} scene={scene} />;
		default:
			return layout.size === 'panels' ? (
				<Panels state={state} scene={scene} />
			) : (
				<Compact state={state} scene={scene} />
			);
	}
}

/** The text in front. */
function Reader({state, scene}: BodyProps) {
	const reading = readingOf(state, scene);
	return reading && <Dialog {...reading.size} {...reading} />;
}

function Compact({state, scene}: BodyProps) {
	const {columns, elections} = scene.layout;
	const gauge = skewGauge(scene);
	return (
		<Box flexDirection="column" flexShrink={0}>
			<Groups state={state} scene={scene} />
			{elections > 0 && (
				<Box flexDirection="column" flexShrink={0}>
					<Elections scene={scene} />
					{gauge && (
						<Box position="absolute" width={columns - 2} justifyContent="flex-end">
							<Lines width={lineWidth(gauge) + 2} lines={[[' ', ...gauge, ' ']]} />
						</Box>
					)}
				</Box>
			)}
		</Box>
	);
}

function Panels({state, scene}: BodyProps) {
	const {layout} = scene;
	return (
		<Box height={layout.body} flexShrink={0}>
			<Groups state={state} scene={scene} />
			<Box flexDirection="column" flexShrink={0}>
				{state.dialog.type === 'details' ? (
					<Reader state={state} scene={scene} />
				) : (
					<>
						<Convergence state={state} scene={scene} />
						{layout.details > 0 && <Details state={state} scene={scene} />}
						<Elections scene={scene} />
					</>
				)}
			</Box>
		</Box>
	);
}

/** The first facts about what is selected. */
function Details({state, scene}: BodyProps) {
	const {sideColumns, details} = scene.layout;
	return (
		<Dialog
			{...detailsOf(state, scene)}
			top={0}
			more={below => `${below} more ${below === 1 ? 'line' : 'lines'}: Enter`}
			width={sideColumns + 2}
			height={details}
			bordered
		/>
	);
}

/** Running work and the newest elections. */
function Elections({scene}: {readonly scene: Scene}) {
	const {layout} = scene;
	const bordered = layout.size === 'panels';
	const size = {
		width: bordered ? layout.sideColumns + 2 : layout.columns,
		height: bordered ? layout.elections : layout.elections + 1,
		bordered,
	};
	const inside = insideOf(size);
	const gauge = bordered ? undefined : skewGauge(scene);
	// The gauge stands on the same row, with two cells of the rule behind it.
	const taken = gauge ? lineWidth(gauge) + 3 : 0;
	const indent = bordered ? ' ' : '';
	const lines = newestLines(scene, inside.width - indent.length, inside.height);
	return (
		<Panel {...size} title={electionsTitle(scene, inside.width - 4 - taken)}>
			<Lines {...inside} lines={lines.map(line => [indent, ...line])} />
		</Panel>
	);
}

/** How long the result of work stays where its progress was, in ms. */
const resultShownMs = 15_000;

function newestLines(scene: Scene, width: number, height: number): readonly Line[] {
	const {shown, work, now, glyphs} = scene;
	const entries = timeline(shown.elections, work?.outcomes ?? [], height);
	const columns = electionColumns(entries, glyphs);
	const [, ...lines] = tableLines(columns, entries, width, glyphs.ellipsis);
	// On a single row, how the one step-down ended says more than that it did; that of a meta leader stands nowhere else.
	const saysMore = work?.phase === 'ended' && work.planned === 1 && work.own === 1;
	const isRecent = work !== undefined && now - (work.endedAt ?? now) < resultShownMs;
	const working =
		isRecent && !(height === 1 && saysMore && lines.length > 0)
			? workLines(work, width, height, glyphs)
			: [];
	const all = [...working, ...lines];
	return all.length > 0 ? all : [[toned('no election seen yet', 'muted')]];
}
