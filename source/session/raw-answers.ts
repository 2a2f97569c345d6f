import type {Cluster, RawTarget} from '../cluster.ts';
import {groupKey} from '../domain/raft-group.ts';
import {messageOf} from './errors.ts';

export type RawAnswer =
	| {readonly type: 'asking'}
	| {readonly type: 'ready'; readonly text: string}
	| {readonly type: 'failed'; readonly reason: string};

/**
 * What the servers say of what is asked for, kept until something else is asked for.
 * @param onChange called when an answer has come
 * @returns undefined where there are no servers to ask
 */
export function rawAnswers({rawJson}: Pick<Cluster, 'rawJson'>, onChange: () => void) {
	let known: {readonly key: string; readonly answer: RawAnswer} | undefined;

	async function ask(key: string, target: RawTarget, read: NonNullable<typeof rawJson>) {
		let answer: RawAnswer;
		try {
			answer = {type: 'ready', text: await read(target)};
		} catch (error) {
			answer = {type: 'failed', reason: messageOf(error)};
		}

		if (known?.key === key) {
			known = {key, answer};
			onChange();
		}
	}

	return (
		rawJson &&
		/** @param askedAt asked for at another time, it is asked anew */
		((target: RawTarget, askedAt: number): RawAnswer => {
			const {serverId, group} = target;
			// What else is known of a group changes all the time.
			const key = [askedAt, serverId, group && groupKey(group)].join('\n');
			if (known?.key !== key) {
				known = {key, answer: {type: 'asking'}};
				void ask(key, target, rawJson);
			}

			return known.answer;
		})
	);
}
