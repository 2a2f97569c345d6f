import {accountTerm} from '../../state/account-term.ts';
import {accountRowsInView} from '../views/accounts.tsx';
import type {Scene} from '../scene/scene.ts';
import {nothingSelected, type ScreenState} from '../screen-state.ts';
import {stay, tell, type Handler} from './result.ts';
import {clamp} from './select.ts';
import {settleSelection} from './settle-selection.ts';

export const openAccounts: Handler = (state, scene) =>
	!scene.layout.acts
		? tell(state, 'The accounts need a larger terminal', 'muted', scene, 'too-small')
		: stay({...state, front: {type: 'accounts'}});

/** Lists the groups of the selected account and no other. */
export const takeAccount: Handler = (state, {accounts}) => {
	const row = accounts.find(({accountId}) => accountId === state.account.id);
	return stay({
		...state,
		front: {type: 'nothing'},
		...(row && {
			filter: accountTerm(row.account),
			pane: 'groups',
			scope: 'cluster',
			group: nothingSelected,
			chosen: {server: true, group: true},
		}),
	});
};

/** Moves the selection to another account. `page` is the number of rows in view. */
export function selectAccountBy(step: (page: number) => number): Handler {
	return (state, scene) => {
		const {accounts, layout} = scene;
		const by = step(accountRowsInView(layout));
		const index = clamp(state.account.index + by, accounts.length);
		const id = accounts[index]?.accountId;
		return stay({...state, account: {...state.account, id, index}});
	};
}

/** Keeps the selection on its account while rows move under it. */
export function settleAccount(state: ScreenState, {accounts, layout}: Scene): ScreenState {
	if (state.front.type !== 'accounts') {
		return state;
	}

	const account = settleSelection(
		state.account,
		accounts.findIndex(({accountId}) => accountId === state.account.id),
		{count: accounts.length, idAt: index => accounts[index]?.accountId},
		accountRowsInView(layout),
	);
	return account === state.account ? state : {...state, account};
}
