import type {Move, Undo} from '../domain/move.ts';
import type {PlanRequest} from '../domain/plan/offer.ts';

/** What the operator wants of a replay. */
export type ReplayCommand =
	| {readonly type: 'pause'}
	| {readonly type: 'speed'; readonly speed: number}
	/** One event. */
	| {readonly type: 'step'; readonly by: 1 | -1}
	| {readonly type: 'election'; readonly by: 1 | -1}
	/** On to where other servers than now are hotspots. */
	| {readonly type: 'hotspots'}
	| {readonly type: 'time'; readonly at: number};

/**
 * What the screen wants from the world, as data. It has been confirmed where it acts; whether it still makes sense
 * when it is carried out is for those who carry it out to check.
 */
export type Intent =
	/** `to` is undefined in the moves that leave the choice to the group. */
	| {readonly type: 'step-down'; readonly moves: readonly Move[]}
	| ({readonly type: 'undo'} & Undo)
	/** `to`: the next leader; undefined leaves it to the servers. */
	| {
			readonly type: 'step-down-meta';
			readonly cluster: string;
			readonly to: string | undefined;
	  }
	| {readonly type: 'run-plan'; readonly request: PlanRequest}
	/** Takes one server through its restart: the operator stops and starts it. */
	| {readonly type: 'roll'; readonly cluster: string; readonly server: string}
	/** Lets no plan give the server leaders; nothing moves. */
	| {readonly type: 'keep-empty'; readonly server: string}
	/** Lets plans give the server leaders again. */
	| {readonly type: 'undrain'; readonly server: string}
	/** Begins or ends to follow a server through its restart. */
	| {readonly type: 'follow'; readonly server: string}
	| {readonly type: 'unfollow'; readonly server: string}
	/** Sends nothing more of what is running. */
	| {readonly type: 'stop-run'}
	| {readonly type: 'quit'}
	| {readonly type: 'suspend'}
	| {readonly type: 'redraw'}
	| {readonly type: 'refresh'}
	| {readonly type: 'set-interval'; readonly intervalMs: number}
	/** Writes down for others what is seen of a cluster now. */
	| {
			readonly type: 'write-report';
			readonly cluster: string;
			readonly diagnosis: string | undefined;
	  }
	/** Puts a text on the clipboard of the operator's terminal. */
	| {readonly type: 'copy'; readonly text: string}
	/** Goes about in a recording. */
	| {readonly type: 'replay'; readonly command: ReplayCommand}
	/** Counts changes from now on. */
	| {readonly type: 'set-baseline'};
