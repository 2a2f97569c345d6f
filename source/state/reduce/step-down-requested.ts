import type {StepDownRequested} from '../../domain/cluster-event.ts';
import type {Reducer} from '../knowledge.ts';

/** Keeps a request for the election that may follow; nothing has changed by it yet. */
export const stepDownRequested: Reducer<StepDownRequested> = ({requests}, event) => {
	requests.add(event);
	return false;
};
