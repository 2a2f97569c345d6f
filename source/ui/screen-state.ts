import type {GroupKey} from '../domain/raft-group.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import type {PlanRequest} from '../domain/plan/offer.ts';
import type {Orders, Table} from './orders.ts';
import type {Question, Target} from './question.ts';
import type {Measure} from '../domain/load-distribution.ts';
import type {Tone} from './theme.ts';

/** Everything that the screen remembers of its operator. What the cluster is, it does not remember: that comes with the scene. */
export type ScreenState = {
	readonly pane: 'servers' | 'groups';
	/** The cluster shown; undefined: the first. */
	readonly cluster: string | undefined;
	/** In each table: the name of a server, the key of a group, the id of an account. */
	readonly selected: Readonly<Record<Table, Selection>>;
	/** Whose groups are listed: the selected server's, or those of the whole cluster. */
	readonly scope: 'server' | 'cluster';
	/** What bars and orders are about, and plans at first. */
	readonly measure: Measure;
	readonly filter: string;
	readonly orders: Orders;
	readonly tags: ReadonlySet<GroupKey>;
	readonly dialog: DialogState;
	/** What a question or a plan lies over. */
	readonly dialogParent: 'lists' | 'upgrade';
	/** The picture that is shown while the cluster goes on. */
	readonly frozen: {readonly at: number; readonly view: ClusterView} | undefined;
	readonly intervalMs: number;
	/** An answer to a key, or how something has ended; goes with the next key. */
	readonly notice: Notice | undefined;
};

/** A row by what it is, never by where it stands: rows move. */
export type Selection = {
	/** Undefined where there is no row to select. */
	readonly id: string | undefined;
	/** Where the row was last seen, to select its neighbour when it goes. */
	readonly index: number;
	/** First row in view. */
	readonly top: number;
	/**
	 * Whether it is the operator's. Until then it is the server that carries most, as far as is known yet, and the first
	 * group of the list, whichever that is.
	 */
	readonly isChosen: boolean;
};

/** What is in front of the lists and gets the keys. */
export type DialogState =
	| {readonly type: 'none'}
	| {
			readonly type: 'filter';
			readonly text: string;
			/** What Esc brings back. */
			readonly before: string;
	  }
	/** The time in a recording that is being typed. */
	| {readonly type: 'time'; readonly text: string}
	| {readonly type: 'help'; readonly top: number}
	| {readonly type: 'details'; readonly top: number}
	| {readonly type: 'elections'; readonly top: number}
	/** What the servers say of a server or, where one is given, of a group. */
	| {
			readonly type: 'json';
			readonly title: string;
			readonly server: string | undefined;
			readonly group: GroupKey | undefined;
			readonly top: number;
			readonly askedAt: number;
	  }
	| {readonly type: 'accounts'}
	| {readonly type: 'upgrade'}
	| {
			readonly type: 'choice';
			/** Empty where the meta leader is to be moved. */
			readonly groups: readonly GroupKey[];
			readonly targets: readonly Target[];
			readonly index: number;
	  }
	| {
			readonly type: 'question';
			readonly question: Question;
			readonly top: number;
			readonly askedAt: number;
	  }
	| {readonly type: 'plan'; readonly request: PlanRequest; readonly top: number};

export type DialogOf<Type extends DialogState['type']> = Extract<
	DialogState,
	{readonly type: Type}
>;

/** `at`: epoch in ms where the operator sits. It goes when its reason has gone, else with time. */
type Notice = {
	readonly text: string;
	readonly tone: Tone;
	readonly at: number;
	readonly reason?: NoticeReason | undefined;
};

/** What has to be so for a notice to make sense. */
export type NoticeReason =
	'running' | 'too-small' | 'locked' | 'no-meta-leader' | 'no-server' | 'no-plan' | 'plan-refused';

/** The screen at its start. */
export function initialScreen(intervalMs: number): ScreenState {
	return {
		pane: 'servers',
		cluster: undefined,
		selected: {
			servers: noSelection,
			groups: noSelection,
			accounts: noSelection,
		},
		scope: 'server',
		measure: 'count',
		filter: '',
		orders: {
			servers: {by: 'name', reversed: false},
			groups: {by: 'rate', reversed: false},
			accounts: {by: 'leaders', reversed: false},
		},
		tags: new Set(),
		dialog: {type: 'none'},
		dialogParent: 'lists',
		frozen: undefined,
		intervalMs,
		notice: undefined,
	};
}

export const noSelection: Selection = {id: undefined, index: 0, top: 0, isChosen: false};

/** What is in front once a question or a plan is answered. */
export function parentDialog({dialogParent}: ScreenState): DialogState {
	return dialogParent === 'upgrade' ? {type: 'upgrade'} : {type: 'none'};
}
