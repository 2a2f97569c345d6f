import type {RaftGroup} from '../../domain/raft-group.ts';

/**
 * What a filter lets through: groups whose account, stream and consumer together hold every word, and no `!word`.
 * Case does not matter. Undefined when it lets everything through.
 */
export function groupFilter(filter: string): ((group: RaftGroup) => boolean) | undefined {
	const words = filter
		.toLowerCase()
		.split(/\s+/)
		.filter(word => word !== '' && word !== '!');
	if (words.length === 0) {
		return undefined;
	}

	const wanted = words.filter(word => !word.startsWith('!'));
	const unwanted = words.filter(word => word.startsWith('!')).map(word => word.slice(1));
	return ({account, stream, consumer = ''}) => {
		const text = `${account} ${stream} ${consumer}`.toLowerCase();
		return wanted.every(word => text.includes(word)) && !unwanted.some(word => text.includes(word));
	};
}
