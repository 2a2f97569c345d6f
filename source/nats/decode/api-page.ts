import {countOf, recordOf, recordsOf, textsOf, type JsonRecord} from './json-value.ts';
import {UndecodableError} from './undecodable-error.ts';

/** One page of `STREAM.LIST` or `CONSUMER.LIST`. */
export type ApiPage = {
	readonly entries: readonly JsonRecord[];
	/** Names of those that exist and whose leader did not answer in time (4 s). */
	readonly missing: readonly string[];
	/** In all pages together. */
	readonly total: number;
	/** Entries in a full page. */
	readonly limit: number;
};

/** @throws UndecodableError */
export function apiPage(value: unknown, field: 'streams' | 'consumers'): ApiPage {
	const page = recordOf(value);
	if (!page || typeof page['total'] !== 'number') {
		throw new UndecodableError(`no page of ${field}`);
	}

	return {
		entries: recordsOf(page[field]),
		missing: textsOf(page['missing']),
		total: countOf(page['total']),
		limit: Math.max(countOf(page['limit']), 1),
	};
}
