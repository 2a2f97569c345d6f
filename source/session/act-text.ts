import {cleanText} from '../domain/clean-text.ts';
import type {ActEnd} from './work-log.ts';
import {outcomeText} from './outcome-text.ts';

/** An act and how it ended, in one line. */
export function actText(end: ActEnd): string {
	return end.type === 'meta' ? cleanText(end.text) : outcomeText(end.outcome);
}
