import {optionalCountOf, recordOf, textOf} from './json-value.ts';
import {UndecodableError} from './undecodable-error.ts';

/** What the JetStream API answers to a request that changes something. */
export type ApiAnswer =
	| {readonly type: 'done'}
	| {readonly type: 'error'; readonly code: number | undefined; readonly description: string};

/** @throws UndecodableError */
export function apiAnswer(value: unknown): ApiAnswer {
	const answer = recordOf(value);
	const error = recordOf(answer?.['error']);
	if (error) {
		return {
			type: 'error',
			code: optionalCountOf(error['err_code']) ?? optionalCountOf(error['code']),
			description: textOf(error['description']) ?? 'error without description',
		};
	}

	if (answer?.['success'] !== true) {
		throw new UndecodableError('neither success nor error');
	}

	return {type: 'done'};
}
