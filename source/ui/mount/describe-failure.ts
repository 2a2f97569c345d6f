import {cleanText} from '../../domain/clean-text.ts';

/** What ended the screen, for the normal screen: one line with the causes, or the stacks when debugging. */
export function describeFailure(thrown: unknown, debug: boolean): string {
	const chain = causes(thrown);
	if (debug) {
		return `leadertop stopped: ${chain.map(stackLines).join('\ncaused by: ')}\n`;
	}

	const messages = chain.map(message).join(': ');
	return `leadertop stopped: ${cleanText(messages, 1000)} (LEADERTOP_DEBUG=1 shows where)\n`;
}

/** The failure and its causes, the last first; a few are enough, and they may go round in a circle. */
function causes(thrown: unknown, limit = 5): unknown[] {
	const isLast = !(thrown instanceof Error) || thrown.cause === undefined || limit === 1;
	return isLast ? [thrown] : [thrown, ...causes(thrown.cause, limit - 1)];
}

function message(thrown: unknown): string {
	return thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
}

function stackLines(thrown: unknown): string {
	const stack = thrown instanceof Error ? (thrown.stack ?? message(thrown)) : message(thrown);
	return stack
		.split('\n')
		.map(line => cleanText(line, 1000))
		.join('\n');
}
