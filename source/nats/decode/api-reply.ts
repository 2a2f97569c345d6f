import {
	countOf,
	optionalCountOf,
	recordOf,
	recordsOf,
	textOf,
	textsByName,
	textsOf,
	UndecodableError,
	type JsonRecord,
} from './json-value.ts';
import type {GroupTotals} from './jetstream-summary.ts';

/** What the JetStream API answers to a request that changes something. */
export type ApiAnswer =
	| {readonly type: 'done'}
	| {readonly type: 'error'; readonly code: number | undefined; readonly description: string};

/** @throws UndecodableError */
export function apiAnswer(value: unknown): ApiAnswer {
	const error = apiError(value);
	if (error) {
		return {type: 'error', ...error};
	}

	if (recordOf(value)?.['success'] !== true) {
		throw new UndecodableError('neither success nor error');
	}

	return {type: 'done'};
}

/** The error in an answer of the JetStream API; undefined where there is none. */
export function apiError(
	value: unknown,
): {readonly code: number | undefined; readonly description: string} | undefined {
	const error = recordOf(recordOf(value)?.['error']);
	return (
		error && {
			code: optionalCountOf(error['err_code']) ?? optionalCountOf(error['code']),
			description: textOf(error['description']) ?? 'error without description',
		}
	);
}

/** The reply of `$JS.API.INFO`: 0.4 KB, whatever the account holds. */
export type AccountInfo = {
	/** One-replica ones included. */
	readonly totals: GroupTotals;
	/** The JetStream domain that answers; undefined where none is configured. */
	readonly domain: string | undefined;
};

/** @throws UndecodableError */
export function accountInfo(value: unknown): AccountInfo {
	const info = recordOf(value);
	if (!info || !recordOf(info['limits'])) {
		throw new UndecodableError('no account info');
	}

	return {
		totals: {streams: countOf(info['streams']), consumers: countOf(info['consumers'])},
		domain: textOf(info['domain']),
	};
}

/** One page of `STREAM.LIST` or `CONSUMER.LIST`. */
export type ApiPage = {
	readonly entries: readonly JsonRecord[];
	/** Names of those that exist and whose leader did not answer in time (4 s). */
	readonly missing: readonly string[];
	/** Those of them that the servers cannot run, and why: reported from nats-server 2.12 on. */
	readonly offline: ReadonlyMap<string, string>;
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
		offline: textsByName(page['offline']),
		total: countOf(page['total']),
		limit: Math.max(countOf(page['limit']), 1),
	};
}
