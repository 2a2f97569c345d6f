import type {RaftGroup} from '../../domain/raft-group.ts';

/**
 * What a filter lets through: groups with every word in their account, stream, consumer or domain, and with no `!word`
 * in any. Case does not matter. Undefined when it lets everything through.
 */
export function groupFilter(filter: string): ((group: RaftGroup) => boolean) | undefined {
	const words = filter.split(/\s+/).filter(word => word !== '' && word !== '!');
	if (words.length === 0) {
		return undefined;
	}

	const wanted = words.filter(word => !word.startsWith('!')).map(patternOf);
	const unwanted = words.filter(word => word.startsWith('!')).map(word => patternOf(word.slice(1)));
	return group =>
		wanted.every(pattern => occursIn(group, pattern)) &&
		!unwanted.some(pattern => occursIn(group, pattern));
}

function occursIn({account, stream, consumer, domain}: RaftGroup, pattern: RegExp): boolean {
	return (
		pattern.test(stream) ||
		(consumer !== undefined && pattern.test(consumer)) ||
		pattern.test(account) ||
		(domain !== undefined && pattern.test(domain))
	);
}

/** A pattern that ignores case is three times as fast as two texts in small letters. */
function patternOf(word: string): RegExp {
	return new RegExp(word.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`), 'i');
}
