import type {AccountAccess, AccountAccessState} from '../../domain/account-access.ts';
import type {Permission} from '../world.ts';
import {toned} from '../text/line.ts';
import type {Tone, Toned} from '../theme.ts';

/** Whether something can be done in an account, as one word of a table. */
export function accessWord(access: AccountAccess | undefined): Toned {
	if (!access) {
		return toned('-', 'muted');
	}

	const {word, tone} = states[access.state];
	return toned(word, access.state === 'no-credentials' ? 'locked' : tone);
}

/** The same in full, with what is missing. */
export function accessFact(access: AccountAccess | undefined, acting: Permission): Toned {
	if (acting.type === 'locked') {
		return toned(`locked: ${acting.missing}`, 'warning');
	}

	if (!access) {
		return toned('not known', 'muted');
	}

	const {word, sentence = word, tone} = states[access.state];
	return toned(access.detail === undefined ? sentence : `${sentence}: ${access.detail}`, tone);
}

type Words = {readonly word: string; readonly sentence?: string; readonly tone: Tone};

const states: Readonly<Record<AccountAccessState, Words>> = {
	ready: {word: 'ready', sentence: 'connected, its leaders can be stepped down', tone: 'good'},
	limited: {
		word: 'in part',
		sentence: 'connected, but not everything is allowed',
		tone: 'warning',
	},
	'no-jetstream': {
		word: 'no JetStream',
		sentence: 'connected, but there is nothing to act on',
		tone: 'warning',
	},
	connecting: {word: 'connecting', sentence: 'the connection is being opened', tone: 'muted'},
	reconnecting: {
		word: 'reconnecting',
		sentence: 'not now, the connection is being opened again',
		tone: 'warning',
	},
	unreachable: {
		word: 'unreachable',
		sentence: 'the connection could not be opened, Ctrl-R or the next act retries',
		tone: 'warning',
	},
	refused: {word: 'refused', sentence: 'refused, Ctrl-R retries', tone: 'bad'},
	'no-credentials': {word: 'locked', tone: 'warning'},
};
