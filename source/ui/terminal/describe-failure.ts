import {cleanText} from '../../domain/clean-text.ts';

/** What ended the screen, for the normal screen: one line with the causes, and the stack when debugging. */
export function describeFailure(error: unknown, debug: boolean): string {
	if (debug && error instanceof Error) {
		return `leadertop stopped: ${inspectLines(error)}\n`;
	}

	const hint = debug ? '' : ' (LEADERTOP_DEBUG=1 shows where)';
	return `leadertop stopped: ${cleanText(messages(error).join(': '), 1000)}${hint}\n`;
}

function messages(error: unknown): string[] {
	if (!(error instanceof Error)) {
		return [String(error)];
	}

	const own = error.message === '' ? error.name : error.message;
	return error.cause === undefined ? [own] : [own, ...messages(error.cause)];
}

function inspectLines(error: Error): string {
	const lines = (error.stack ?? error.message).split('\n').map(line => cleanText(line, 1000));
	return error.cause instanceof Error
		? `${lines.join('\n')}\ncaused by: ${inspectLines(error.cause)}`
		: lines.join('\n');
}
