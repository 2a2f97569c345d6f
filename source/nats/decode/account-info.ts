import {countOf, recordOf, textOf} from './json-value.ts';
import type {GroupTotals} from './jetstream-summary.ts';
import {UndecodableError} from './undecodable-error.ts';

/** What `$JS.API.INFO` tells of an account: 0.4 KB, whatever the account holds. */
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
