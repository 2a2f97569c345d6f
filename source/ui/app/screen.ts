import {leadersOf} from '../../domain/distribution.ts';
import {rescueText} from '../../domain/meta-group.ts';
import type {Offer, OfferAnswer} from '../../domain/plan/offer.ts';
import type {ReplayState} from '../../domain/replay-state.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {groupLists} from '../../state/group-list.ts';
import {insideOf} from '../components/panel.tsx';
import {asciiGlyphs, unicodeGlyphs} from '../glyphs.ts';
import type {Intent} from '../intent.ts';
import type {KeyPress} from '../mount/terminal-root.tsx';
import {pace, type Pace} from '../pace.ts';
import {sceneOf, showsTheSame, type Picture, type Scene, type Size} from '../rows/scene.ts';
import {initialScreen, type ScreenState} from '../screen-state.ts';
import type {TerminalFeatures} from '../terminal-features.ts';
import {reconcile} from '../update/reconcile.ts';
import type {TextOf} from '../update/result.ts';
import {update, type Message} from '../update/update.ts';
import {readingOf} from '../views/reading.ts';
import type {World} from '../world.ts';

export type ScreenOptions = {
	/** What is shown, asked anew for each picture. */
	readonly world: () => Omit<World, 'glyphs'>;
	/** Calls back whenever the world has changed; returns the way to end it. */
	readonly subscribe: (listener: () => void) => () => void;
	readonly onIntent: (intent: Intent) => void;
	readonly features: Pick<TerminalFeatures, 'colorLevel' | 'unicode'>;
	readonly intervalMs: number;
	/** The cluster to begin with; the first one unless given. */
	readonly cluster?: string | undefined;
	/** Least time between two pictures that no key caused, in ms; 120 unless given. It is more where pictures are expensive. */
	readonly minIntervalMs?: number;
};

/** The screen without its terminal: keys go in, pictures and intents come out. */
export type Screen = {
	readonly features: Pick<TerminalFeatures, 'colorLevel' | 'unicode'>;
	readonly onKey: (key: Pick<KeyPress, 'name' | 'text'> & Partial<KeyPress>) => void;
	readonly onPaste: (text: string) => void;
	/** Says how something that it wanted has ended, until the next key. */
	readonly notify: (text: string, tone: 'good' | 'bad') => void;
	/** Calls back when there is another picture to draw; at most eight times a second unless a key caused it. */
	readonly subscribe: (listener: () => void) => () => void;
	/** The newest picture, for a terminal of this size; the same object until the next one. */
	readonly picture: (size: Size) => Picture;
};

/** What is drawn soon after it has become another. */
type Urgent = {
	readonly elections: number;
	readonly facts: string;
	readonly work: World['work'];
	/** The operator waits for it. */
	readonly plan: Offer | OfferAnswer['type'] | undefined;
};

function isOther(a: Urgent, b: Urgent): boolean {
	return a.facts !== b.facts || a.work !== b.work || a.plan !== b.plan;
}

/** Ages are shown in seconds. */
const idleMs = 1000;

export function createScreen(options: ScreenOptions): Screen {
	const {features, world, minIntervalMs = 120} = options;
	const glyphs = features.unicode ? unicodeGlyphs : asciiGlyphs;
	const list = groupLists(() => {
		pacing?.pace.soon();
	});
	const listeners = new Set<() => void>();
	let state: ScreenState = {...initialScreen(options.intervalMs), cluster: options.cluster};
	let size: Size = {columns: 80, rows: 24};
	let picture: Picture | undefined;
	let pacing: {readonly pace: Pace; readonly unsubscribe: () => void} | undefined;

	/** Scenes of one moment: as long as what it depends on stays as it is, so does the scene. */
	function scenesOfNow(): (of: ScreenState) => Scene {
		let known: {readonly of: ScreenState; readonly scene: Scene} | undefined;
		return of => {
			known =
				known && showsTheSame(known.of, of)
					? known
					: {of, scene: sceneOf(of, {...world(), glyphs}, size, list)};
			return known.scene;
		};
	}

	function draw(): Picture {
		const scenes = scenesOfNow();
		state = reconcile(state, scenes);
		picture = {state, scene: scenes(state)};
		return picture;
	}

	function drawAndNotify(): void {
		draw();
		for (const listener of listeners) {
			listener();
		}
	}

	function receive(message: Message): void {
		const scenes = scenesOfNow();
		state = reconcile(state, scenes);
		const {state: next, intents} = update(state, message, scenes(state), textOf);
		state = next;
		drawNow();
		for (const intent of intents) {
			options.onIntent(intent);
		}

		// What a key has changed outside of the screen is to be seen at once, too.
		if (intents.length > 0) {
			drawNow();
		}
	}

	function drawNow(): void {
		if (pacing) {
			pacing.pace.now();
		} else {
			drawAndNotify();
		}
	}

	/** Draws elections soon and everything else once a second, as long as anybody listens. */
	function begin(): NonNullable<typeof pacing> {
		let drawn = urgentNow();
		let isHurried = false;
		const paced = pace(
			() => {
				isHurried = false;
				drawn = urgentNow();
				drawAndNotify();
			},
			{idleMs, leastMs: minIntervalMs},
		);
		const unsubscribe = options.subscribe(() => {
			// A thousand elections in a second are looked at a few times.
			if (!isHurried) {
				isHurried = world().view.electionCount !== drawn.elections || isOther(urgentNow(), drawn);
				if (isHurried) {
					paced.soon();
				} else {
					paced.within(Math.min(idleMs, state.intervalMs));
				}
			}
		});
		return {pace: paced, unsubscribe};
	}

	function urgentNow(): Urgent {
		const {view, replay, work, offer} = world();
		const answer = state.dialog.type === 'plan' ? offer?.(state.dialog.request) : undefined;
		return {
			elections: view.electionCount,
			facts: urgentFacts(view, replay),
			work,
			plan: answer?.type === 'ready' ? answer.offer : answer?.type,
		};
	}

	return {
		features,
		onKey({name, text, pasted = false}) {
			receive({type: 'key', name, text, pasted});
		},
		onPaste(text) {
			receive({type: 'paste', text});
		},
		notify(text, tone) {
			receive({type: 'notice', text, tone});
		},
		subscribe(listener) {
			listeners.add(listener);
			pacing ??= begin();
			return () => {
				listeners.delete(listener);
				if (listeners.size === 0) {
					pacing?.unsubscribe();
					pacing?.pace.stop();
					pacing = undefined;
				}
			};
		},
		picture({columns, rows}) {
			if (picture === undefined || columns !== size.columns || rows !== size.rows) {
				size = {columns, rows};
				return draw();
			}

			return picture;
		},
	};
}

function textOf(state: ScreenState, scene: Scene): ReturnType<TextOf> {
	const reading = readingOf(state, scene);
	return reading && {lines: reading.lines.length, height: insideOf(reading.size).height};
}

/**
 * What has to be seen at once when it changes, in one text to compare: who leads how many, who is there, and whether
 * anything is known at all. Rates and gauges can wait for the next look at the screen.
 */
export function urgentFacts(view: ClusterView, replay?: ReplayState): string {
	const {electionCount, connection, missing, baseline, clusters, servers, counts} = view;
	const isFirstPicture = missing.length > 0 && baseline === undefined;
	let facts = `${electionCount} ${connection.state} ${replay ? placeOf(replay) : ''} `;
	facts += isFirstPicture ? stepsSeen(view) : figures(view);
	for (const {name, state} of servers.values()) {
		facts += `\n${state} ${isFirstPicture ? '' : leadersOf(counts.get(name))}`;
	}

	for (const {metaLeader} of clusters.values()) {
		facts += `\n${metaLeader}`;
	}

	for (const metaGroup of view.metaGroups.values()) {
		facts += `\n${rescueText(metaGroup)}`;
	}

	return facts;
}

/** Figures of some servers grow with each page that is read of the others: it is enough to see that it goes on. */
function stepsSeen({missing, servers}: ClusterView): number {
	return Math.floor((steps * missing.length) / Math.max(servers.size, 1));
}

/** In so many steps the first picture is completed on the screen: making a picture takes as long as reading 3,000 groups. */
const steps = 20;

function figures({missing, groups, leaderless}: ClusterView): string {
	return `${missing.length} ${groups.size} ${leaderless.size}`;
}

/** While it plays, time passes by itself. */
function placeOf({phase, speed, at}: ReplayState): string {
	return `${phase} ${speed} ${phase === 'playing' ? '' : at}`;
}
