import type {AccountAccess, AccountAccessState} from '../../domain/account-access.ts';
import type {Permission} from '../world.ts';
import type {Toned} from '../theme.ts';

/** Whether something can be done in an account, as one word of a table. */
export function accessWord(access: AccountAccess | undefined): Toned {
	return access ? words[access.state] : {text: '-', tone: 'muted'};
}

/** The same in full, with what is missing. */
export function accessFact(access: AccountAccess | undefined, acting: Permission): Toned {
	if (acting.type === 'locked') {
		return {text: `locked: ${acting.missing}`, tone: 'warning'};
	}

	if (!access) {
		return {text: 'not known', tone: 'muted'};
	}

	const {text, tone} = sentences[access.state];
	return {text: access.detail === undefined ? text : `${text}: ${access.detail}`, tone};
}

const words: Readonly<Record<AccountAccessState, Toned>> = {
	ready: {text: 'ready', tone: 'good'},
	limited: {text: 'in part', tone: 'warning'},
	'no-jetstream': {text: 'no JetStream', tone: 'warning'},
	connecting: {text: 'connecting', tone: 'muted'},
	reconnecting: {text: 'reconnecting', tone: 'warning'},
	unreachable: {text: 'unreachable', tone: 'warning'},
	refused: {text: 'refused', tone: 'bad'},
	'no-credentials': {text: 'locked', tone: 'locked'},
};

const sentences: Readonly<Record<AccountAccessState, Toned>> = {
	ready: {text: 'connected, its leaders can be stepped down', tone: 'good'},
	limited: {text: 'connected, but not everything is allowed', tone: 'warning'},
	'no-jetstream': {text: 'connected, but there is nothing to act on', tone: 'warning'},
	connecting: {text: 'the connection is being opened', tone: 'muted'},
	reconnecting: {text: 'not now, the connection is being opened again', tone: 'warning'},
	unreachable: {
		text: 'the connection could not be opened, Ctrl-R or the next act retries',
		tone: 'warning',
	},
	refused: {text: 'refused, Ctrl-R retries', tone: 'bad'},
	'no-credentials': {text: 'locked', tone: 'warning'},
};
