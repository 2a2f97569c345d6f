import {optionalCountOf, recordOf, textOf} from './json-value.ts';
import {UndecodableError} from './undecodable-error.ts';

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
