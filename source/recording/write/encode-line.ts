import {cleanText} from '../../domain/clean-text.ts';
import type {ClusterEvent} from '../../domain/cluster-event.ts';
import type {Memory} from '../../domain/memory.ts';

/** A line of a recording. What is no printable text in a name becomes U+FFFD: the file can be looked at in a terminal. */
export function encodeLine(record: ClusterEvent | Memory): string {
	const line = JSON.stringify(record, withoutKey);
	return plain.test(line) ? line : JSON.stringify(record, withoutKeyAndClean);
}

/** ASCII, and nothing that JSON had to escape but quotes and backslashes. */
const plain = /^(?:[ -[\]-~]|\\["\\])*$/;

/** A group's key follows from what names it. */
function withoutKey(name: string, value: unknown): unknown {
	return name === 'key' ? undefined : value;
}

function withoutKeyAndClean(name: string, value: unknown): unknown {
	return typeof value === 'string'
		? name === 'key'
			? undefined
			: cleanText(value, longestText)
		: value;
}

const longestText = 1000;
