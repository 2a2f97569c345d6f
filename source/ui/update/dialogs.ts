import {cleanText} from '../../domain/clean-text.ts';
import {isFinished} from '../../domain/upgrade/checklist.ts';
import {accountTerm} from '../../state/group-filter.ts';
import {noSelection, type DialogOf, type DialogState, type ScreenState} from '../screen-state.ts';
import {graphemesOf} from '../text/width.ts';
import {groupName} from '../rows/group-words.ts';
import {takeTarget} from './act.ts';
import {notify, stay, want, withNotice, type Handler} from './result.ts';
import {selectedServer, toGroups, withSelection} from './select.ts';

export const openHelp: Handler = state => stay({...state, dialog: {type: 'help', top: 0}});

export const openDetails: Handler = state => stay({...state, dialog: {type: 'details', top: 0}});

/** Shows what the servers say of the selected server or group. */
export const openJson: Handler = (state, scene) => {
	if (!scene.raw) {
		return notify(state, scene, 'There are no servers to ask here', 'muted');
	}

	const group =
		state.pane === 'groups' ? scene.shown.groups.get(state.selected.groups.id ?? '') : undefined;
	const server = state.pane === 'servers' ? selectedServer(state) : undefined;
	if (!group && server === undefined) {
		return notify(state, scene, 'No server or group is selected', 'warning');
	}

	const title = group ? groupName(group, scene.glyphs) : (server ?? '');
	return stay({
		...state,
		dialog: {type: 'json', title, server, group: group?.key, top: 0, askedAt: scene.wallNow},
	});
};

/** Opens the view of elections, or closes it again. */
export const openElections: Handler = state =>
	stay({
		...state,
		dialog: state.dialog.type === 'elections' ? {type: 'none'} : {type: 'elections', top: 0},
	});

export const openAccounts: Handler = (state, scene) =>
	scene.layout.acts
		? stay({...state, dialog: {type: 'accounts'}})
		: notify(state, scene, 'The accounts need a larger terminal', 'muted', 'too-small');

export const openUpgrade: Handler = (state, scene) => {
	if (scene.origin.type === 'account') {
		const words = 'One account cannot see the state of servers: use the system account';
		return notify(state, scene, words, 'warning');
	}

	return scene.layout.acts
		? stay({...state, dialog: {type: 'upgrade'}, dialogParent: 'upgrade', pane: 'servers'})
		: notify(state, scene, 'The upgrade needs a larger terminal', 'muted', 'too-small');
};

/** Takes what is selected: the server to move to, the account to list, or the server to follow. */
export const take: Handler = (state, scene, textOf) => {
	switch (state.dialog.type) {
		case 'choice':
			return takeTarget(state, scene, textOf);
		case 'accounts':
			return takeAccount(state, scene, textOf);
		default:
			return followOrNot(state, scene, textOf);
	}
};

/** Lists the groups of the selected account and no other. */
const takeAccount: Handler = (state, {accounts}) => {
	const row = accounts.find(({accountId}) => accountId === state.selected.accounts.id);
	return stay({
		...(row
			? {
					...toGroups(withSelection(state, 'groups', noSelection)),
					filter: accountTerm(row.account),
					scope: 'cluster',
				}
			: state),
		dialog: {type: 'none'},
	});
};

/** Begins to follow the selected server through its restart, or ends it. */
const followOrNot: Handler = (state, scene) => {
	const server = selectedServer(state);
	if (server === undefined) {
		return notify(state, scene, 'No server is selected', 'warning');
	}

	const checklist = scene.checklists.get(server);
	if (!checklist) {
		const words = `Following ${server}: leadertop only watches`;
		return want(withNotice(state, scene, words), {type: 'follow', server});
	}

	const noticed = isFinished(checklist)
		? withNotice(state, scene, `Checklist of ${server} closed`)
		: withNotice(state, scene, `Stopped following ${server}`, 'warning');
	return want(noticed, {type: 'unfollow', server});
};

/** Closes what is open; without anything there, drops the filter, then leaves the list. */
export const goBack: Handler = state => {
	if (state.dialog.type !== 'none') {
		return stay({...state, dialog: {type: 'none'}, dialogParent: 'lists'});
	}

	return stay(state.filter === '' ? {...state, pane: 'servers'} : {...state, filter: ''});
};

/** A text that the operator types: a filter, or a time. */
type TextField = DialogOf<'filter' | 'time'>;

export function isTextField(dialog: DialogState): dialog is TextField {
	return dialog.type === 'filter' || dialog.type === 'time';
}

/** Types into the text, or takes a character off its end. */
export function typeInto(
	state: ScreenState,
	field: TextField,
	{name, text}: {readonly name: string; readonly text: string},
): ScreenState {
	const typed =
		name === 'backspace' ? graphemesOf(field.text).slice(0, -1).join('') : field.text + text;
	return withText(state, field, typed);
}

/** A paste becomes part of the text: one line of it, without what cannot be seen. */
export function pasteInto(state: ScreenState, field: TextField, pasted: string): ScreenState {
	const line = cleanText(pasted.replace(/\s+/g, ' ').trim(), longest);
	return withText(state, field, field.text + line);
}

/** More than any name is long. */
const longest = 256;

function withText(state: ScreenState, field: TextField, text: string): ScreenState {
	return {...state, dialog: {...field, text: text.slice(0, longest)}};
}

export const clearText = editText(() => '');

export const eraseWord = editText(text => text.replace(/\S*\s*$/, ''));

function editText(edit: (text: string) => string): Handler {
	return state => {
		const {dialog} = state;
		return stay(isTextField(dialog) ? withText(state, dialog, edit(dialog.text)) : state);
	};
}

export const openFilter: Handler = state =>
	stay({
		...toGroups(state),
		dialog: {type: 'filter', text: state.filter, before: state.filter},
	});

export const keepFilter = closeFilter(({text}) => text.trim());

export const cancelFilter = closeFilter(({before}) => before);

function closeFilter(filterOf: (dialog: DialogOf<'filter'>) => string): Handler {
	return state =>
		stay(
			state.dialog.type === 'filter'
				? {...state, filter: filterOf(state.dialog), dialog: {type: 'none'}}
				: state,
		);
}
