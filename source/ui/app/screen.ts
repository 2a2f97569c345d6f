import type {CountingRules} from '../../domain/distribution.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import type {Offer, OfferAnswer} from '../../domain/plan/offer.ts';
import {asciiGlyphs, unicodeGlyphs} from '../glyphs.ts';
import type {KeyPress} from '../mount/use-keys.ts';
import type {Intent} from '../intent.ts';
import type {Message} from '../message.ts';
import {pace, type Pace} from '../pace.ts';
import {createListing} from '../scene/listing.ts';
import {urgentFacts} from '../rows/urgent-facts.ts';
import {sceneOf, showsTheSame, type Picture, type Scene, type Size} from '../rows/scene.ts';
import {initialScreen, type ScreenState} from '../screen-state.ts';
import type {TerminalFeatures} from '../terminal-features.ts';
import {reconcile} from '../update/reconcile.ts';
import {update} from '../update/update.ts';
import type {World} from '../world.ts';

/** The world as the screen asks for it: what may change is asked anew for each picture. */
export type ScreenOptions = Pick<
	World,
	| 'origin'
	| 'acting'
	| 'permissionOf'
	| 'accountAccess'
	| 'actingAccounts'
	| 'stopOf'
	| 'reachable'
	| 'replicas'
	| 'offer'
	| 'mover'
	| 'refusals'
> & {
	readonly view: ClusterView;
	/** Calls back whenever the view or the work has changed; returns the way to end it. */
	readonly subscribe: (listener: () => void) => () => void;
	readonly rules: CountingRules;
	readonly metaPermission: () => World['metaPermission'];
	readonly work: () => World['work'];
	/** Servers that are kept empty; none unless given. */
	readonly drained?: () => World['drained'];
	/** Servers that are followed through their restarts; none unless given. */
	readonly checklists?: () => World['checklists'];
	readonly lastRun?: () => World['lastRun'];
	readonly replay?: () => World['replay'];
	readonly recording?: () => World['recording'];
	readonly onIntent: (intent: Intent) => void;
	readonly features: Pick<TerminalFeatures, 'colorLevel' | 'unicode'>;
	readonly intervalMs: number;
	/** The cluster to begin with; the first one unless given. */
	readonly cluster?: string | undefined;
	/** Epoch in ms; `Date.now` unless given. */
	readonly clock?: () => number;
	/** The same where the operator sits; `clock` unless given. */
	readonly wallClock?: () => number;
	/** Least time between two pictures that no key caused, in ms; 100 unless given. It is more where pictures are expensive. */
	readonly minIntervalMs?: number;
};

/** The screen without its terminal: keys go in, pictures and intents come out. */
export type Screen = {
	readonly features: Pick<TerminalFeatures, 'colorLevel' | 'unicode'>;
	readonly onKey: (key: Pick<KeyPress, 'name' | 'text'> & Partial<KeyPress>) => void;
	readonly onPaste: (text: string) => void;
	/** Says how something that it wanted has ended, until the next key. */
	readonly notify: (text: string, tone: 'good' | 'bad') => void;
	/** Calls back when there is another picture to draw; at most ten times a second unless a key caused it. */
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

const nobody: ReadonlySet<string> = new Set();
const noChecklists: World['checklists'] = new Map();

/** Ages are told in seconds. */
const idleMs = 1000;

export function createScreen(options: ScreenOptions): Screen {
	const {features, clock = Date.now, wallClock = clock, minIntervalMs = 100} = options;
	const glyphs = features.unicode ? unicodeGlyphs : asciiGlyphs;
	const list = createListing(() => {
		pacing?.pace.soon();
	});
	const listeners = new Set<() => void>();
	let state: ScreenState = {...initialScreen(options.intervalMs), cluster: options.cluster};
	let size: Size = {columns: 80, rows: 24};
	let picture: Picture | undefined;
	let pacing: {readonly pace: Pace; readonly unsubscribe: () => void} | undefined;

	function sceneNow(of: ScreenState): Scene {
		const {view, metaPermission, work} = options;
		const world = {
			...options,
			view,
			now: clock(),
			wallNow: wallClock(),
			metaPermission: metaPermission(),
			work: work(),
			drained: options.drained?.() ?? nobody,
			checklists: options.checklists?.() ?? noChecklists,
			lastRun: options.lastRun?.() ?? [],
			replay: options.replay?.(),
			recording: options.recording?.(),
			glyphs,
		};
		return sceneOf(of, world, size, list);
	}

	/** Scenes of one moment: as long as what it depends on stays as it is, so does the scene. */
	function scenesOfNow(): (of: ScreenState) => Scene {
		let known: {readonly of: ScreenState; readonly scene: Scene} | undefined;
		return of => {
			known = known && showsTheSame(known.of, of) ? known : {of, scene: sceneNow(of)};
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
		const {state: next, intents} = update(state, message, scenes(state));
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
				isHurried = options.view.electionCount !== drawn.elections || isOther(urgentNow(), drawn);
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
		const answer = state.dialog.type === 'plan' ? options.offer?.(state.dialog.request) : undefined;
		return {
			elections: options.view.electionCount,
			facts: urgentFacts(options.view, options.replay?.()),
			work: options.work(),
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
