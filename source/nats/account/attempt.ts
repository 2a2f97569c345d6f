import {UndecodableError} from '../decode/json-value.ts';
import {NoAnswerError} from '../client/link.ts';
import {reject, type AccountView} from './account-view.ts';
import {ApiError} from '../client/jetstream-api.ts';

/** Asks, and gives undefined when nothing came of it; what is more than mere silence is handed out. Never rejects. */
export async function attempt<T>(
	view: AccountView,
	question: () => Promise<T>,
	signal: AbortSignal,
): Promise<T | undefined> {
	try {
		return await question();
	} catch (error) {
		if (signal.aborted) {
			return undefined;
		}

		if (error instanceof UndecodableError || error instanceof ApiError) {
			reject(view, view.api.prefix, error.message);
		} else if (!(error instanceof NoAnswerError)) {
			throw error;
		} else if (error.denied !== undefined) {
			reject(view, error.denied.subject, error.reason);
		}

		return undefined;
	}
}
