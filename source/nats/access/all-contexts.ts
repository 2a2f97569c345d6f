import {AccessError} from './access-errors.ts';
import type {Surroundings} from './access-request.ts';
import {targetOfContext} from './act-as.ts';
import type {ConnectionTarget} from './connection-target.ts';
import {contextNames} from './context-folder.ts';

/** One of the operator's contexts. */
export type ContextOutcome =
	| {readonly type: 'usable'; readonly name: string; readonly target: ConnectionTarget}
	| {readonly type: 'unusable'; readonly name: string; readonly error: AccessError};

/**
 * Every context of this user, for `--act-as-contexts`; a broken one keeps nobody from using the others.
 * Contexts of other clusters are among them: whoever connects has to look where it arrived.
 * @throws InvalidContextError when the folder of contexts may not be read; the signal's reason when aborted
 */
export async function allContexts(
	main: ConnectionTarget,
	surroundings: Surroundings,
): Promise<readonly ContextOutcome[]> {
	const outcomes: ContextOutcome[] = [];
	// One after the other: `op` may ask its user something.
	for (const name of contextNames(surroundings.env)) {
		try {
			const target = await targetOfContext(name, main, surroundings);
			outcomes.push({type: 'usable', name, target});
		} catch (error) {
			if (!(error instanceof AccessError)) {
				throw error;
			}

			outcomes.push({type: 'unusable', name, error});
		}
	}

	return outcomes;
}
