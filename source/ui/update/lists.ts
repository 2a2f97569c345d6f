import {healthOf} from '../../domain/fitness.ts';
import {isPinned} from '../../domain/raft-group.ts';
import {freezeView} from '../../state/freeze-view.ts';
import {commandText, noCommand, stepDownCommand, type Command} from '../nats-command.ts';
import {nextOrder, orderWords, reversedOrder, type Orders, type Table} from '../orders.ts';
import {intervalWords} from '../rows/freshness.ts';
import type {Scene} from '../rows/scene.ts';
import {noSelection, type ScreenState} from '../screen-state.ts';
import {groupsToActOn} from './act.ts';
import {notify, stay, want, withNotice, type Handler} from './result.ts';
import {selectRow, withSelection} from './select.ts';

export const sortByNext: Handler = (state, scene) => {
	const table = tableOf(state);
	const sorted = withOrders(state, nextOrder(state.orders, table));
	const words = orderWords(table, sorted.orders[table], state.measure);
	return notify(sorted, scene, `${tableNames[table]}: ${words}`);
};

const tableNames = {servers: 'Servers', groups: 'Groups', accounts: 'Accounts'} as const;

export const reverseOrder: Handler = state =>
	stay(withOrders(state, reversedOrder(state.orders, tableOf(state))));

function tableOf({dialog, pane}: ScreenState): Table {
	return dialog.type === 'accounts' ? 'accounts' : pane;
}

/** Where another order of the groups begins, the first row stays selected; any other row keeps its group. */
function withOrders(state: ScreenState, orders: Orders): ScreenState {
	const next = {...state, orders};
	const {groups} = state.selected;
	return orders.groups === state.orders.groups || groups.index > 0
		? next
		: withSelection(next, 'groups', {...noSelection, isChosen: groups.isChosen});
}

/** By load, the groups come with the busiest first again: they make the load. */
export const switchMeasure: Handler = (state, scene) => {
	if (state.measure === 'load') {
		const counted: ScreenState = {...state, measure: 'count'};
		return notify(counted, scene, 'By count of leaders: bars, order and plans');
	}

	const groups = {by: 'rate', reversed: false} as const;
	const loaded = withOrders({...state, measure: 'load'}, {...state.orders, groups});
	return notify(loaded, scene, 'By load (messages a second): bars, order and plans');
};

/** Tags or untags the selected group and goes on to the next row, so that a run of keys tags a run of rows. */
export const tagGroup: Handler = (state, scene) => {
	const {id, index} = state.selected.groups;
	if (state.pane !== 'groups' || id === undefined) {
		return notify(state, scene, 'Tags are for groups: press Tab first');
	}

	const tags = new Set(state.tags);
	if (!tags.delete(id)) {
		tags.add(id);
	}

	return stay(selectRow({...state, tags}, scene, 'groups', index + 1));
};

/** Tags what the list shows, except for what cannot move anyway. */
export const tagListed: Handler = (state, scene) => {
	const movable = scene.listed.all().filter(group => !isPinned(group));
	const tags = new Set([...state.tags, ...movable.map(({key}) => key)]);
	return notify({...state, tags}, scene, `${tags.size} tagged`);
};

export const untagAll: Handler = state => stay({...state, tags: new Set()});

export const freezeOrGoOn: Handler = (state, {view, now}) =>
	stay({...state, frozen: state.frozen ? undefined : {at: now, view: freezeView(view)}});

/** Worth choosing between: what is asked for are cheap counters, but of every server. */
const intervals = [250, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000];

export function changeInterval(direction: 1 | -1): Handler {
	return (state, scene) => {
		const now = state.intervalMs;
		const intervalMs =
			direction > 0 ? intervals.find(each => each > now) : intervals.findLast(each => each < now);
		return intervalMs === undefined
			? notify(state, scene, `Interval ${intervalWords(now)} is the limit`)
			: want(withNotice({...state, intervalMs}, scene, `Interval ${intervalWords(intervalMs)}`), {
					type: 'set-interval',
					intervalMs,
				});
	};
}

export const setBaseline: Handler = (state, scene) =>
	want(withNotice(state, scene, 'Changes count from now on'), {type: 'set-baseline'});

export const refresh: Handler = (state, scene) =>
	want(withNotice(state, scene, 'Refreshing everything'), {type: 'refresh'});

export const writeReport: Handler = (state, scene) => {
	const {cluster, diagnosis} = scene;
	const intent = {type: 'write-report', cluster: cluster.name, diagnosis} as const;
	return want(withNotice(state, scene, 'Writing a report'), intent);
};

export const redraw: Handler = state => want(state, {type: 'redraw'});

export const suspend: Handler = state => want(state, {type: 'suspend'});

/** Terminals drop what is longer: 74,994 bytes in base64 (hterm, kitty), which carries four bytes for three. */
const longestCopy = 56_000;

/** Copies the commands of the open question, or of the groups that `S` would step down. */
export const copyCommand: Handler = (state, scene) => {
	const texts = commandsOf(state, scene).map(commandText);
	const text = texts.join('\n');
	if (texts.length === 0) {
		const isOnServers = isList(state) && state.pane === 'servers';
		const words = isOnServers
			? 'This copies the command of a group: press Tab first'
			: 'No command to copy';
		return notify(state, scene, words);
	}

	if (texts.includes(undefined)) {
		return notify(state, scene, noCommand, 'warning');
	}

	if (text.length > longestCopy) {
		return notify(state, scene, `Not copied: ${texts.length} commands are too long`, 'warning');
	}

	const words = texts.length === 1 ? 'Command copied' : `${texts.length} commands copied`;
	return want(withNotice(state, scene, words, 'good'), {type: 'copy', text});
};

function commandsOf(state: ScreenState, {view}: Scene): readonly Command[] {
	const {dialog} = state;
	if (dialog.type === 'question') {
		return dialog.question.commands;
	}

	// Details are of one group, whatever is tagged.
	const tags = dialog.type === 'details' ? new Set<string>() : state.tags;
	const keys = isList(state) ? groupsToActOn({...state, tags}) : [];
	return keys.flatMap(key => {
		const group = view.groups.get(key);
		const canElect = group && group.leader !== undefined && healthOf(group) !== 'pinned';
		return canElect ? [stepDownCommand(group, undefined)] : [];
	});
}

function isList({dialog}: ScreenState): boolean {
	return dialog.type === 'none' || dialog.type === 'details';
}
