import {accountTerm} from '../../state/group-filter.ts';
import {nothingSelected} from '../screen-state.ts';
import {stay, notify, type Handler} from './result.ts';
import {toGroups, withSelection} from './select.ts';

export const openAccounts: Handler = (state, scene) =>
	!scene.layout.acts
		? notify(state, 'The accounts need a larger terminal', 'muted', scene, 'too-small')
		: stay({...state, dialog: {type: 'accounts'}});

/** Lists the groups of the selected account and no other. */
export const takeAccount: Handler = (state, {accounts}) => {
	const row = accounts.find(({accountId}) => accountId === state.selected.accounts.id);
	return stay({
		...state,
		...(row && {
			...toGroups(withSelection(state, 'groups', nothingSelected)),
			filter: accountTerm(row.account),
			scope: 'cluster',
		}),
		dialog: {type: 'none'},
	});
};
