import type {ReplyRejected} from '../../domain/cluster-event.ts';
import type {Reducer} from '../knowledge.ts';
import {pushBounded} from '../push-bounded.ts';

const keptRejections = 50;

export const replyRejected: Reducer<ReplyRejected> = (knowledge, {at, subject, reason}) => {
	pushBounded(knowledge.rejected, {at, subject, reason}, keptRejections);
	knowledge.rejectedCount++;
	return true;
};
