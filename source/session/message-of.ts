import {cleanText} from '../domain/clean-text.ts';

const longestMessage = 500;

/** What an error says to the user: one line, cleaned, with its innermost cause where that adds something. */
export function messageOf(error: unknown): string {
	const text = error instanceof Error ? error.message : String(error);
	const cause = error instanceof Error ? causeOf(error) : undefined;
	const whole = cause === undefined || text.includes(cause) ? text : `${text} (${cause})`;
	return cleanText(whole.replaceAll(/\s*\n\s*/g, '; '), longestMessage);
}

function causeOf(error: Error): string | undefined {
	const {cause} = error;
	return cause instanceof Error ? (causeOf(cause) ?? cause.message) : undefined;
}
