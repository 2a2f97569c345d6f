import {cleanText} from '../domain/clean-text.ts';

/** The command line asks for something that leadertop cannot take: one line for the user, exit code 2. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** The cluster could not be seen: one line for the user, exit code 3. */
export class UnseenError extends Error {
	override readonly name = 'UnseenError';
}

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
	const text = cause instanceof Error ? (causeOf(cause) ?? cause.message) : undefined;
	// OpenSSL's own text is addresses, file names and line numbers.
	return text !== undefined && /SSL routines|error:[\dA-F]{8}:/.test(text) ? undefined : text;
}
