/** What JSON.parse gives for an object: names to values of which nothing is known yet. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** The value as an object; undefined for anything else, arrays included. */
export function recordOf(value: unknown): JsonRecord | undefined {
	return isRecord(value) ? value : undefined;
}

/** The objects among the items of an array; nothing for anything else. */
export function recordsOf(value: unknown): readonly JsonRecord[] {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A text that is not empty. */
export function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

export function textsOf(value: unknown): readonly string[] {
	return Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
}

/** Names with a text each; anything else is left out. */
export function textsByName(value: unknown): ReadonlyMap<string, string> {
	return new Map(
		Object.entries(recordOf(value) ?? {}).flatMap(([name, text]) =>
			typeof text === 'string' ? [[name, text]] : [],
		),
	);
}

/**
 * A counter or a size. Servers leave zeros out, and show counters that fell below zero as 64-bit numbers near 1.8e19:
 * both are 0 here, like anything else that counts nothing.
 */
export function countOf(value: unknown): number {
	return typeof value === 'number' && value > 0 && value <= Number.MAX_SAFE_INTEGER ? value : 0;
}

/** A counter as `countOf` reads it; undefined where absent. */
export function optionalCountOf(value: unknown): number | undefined {
	return typeof value === 'number' ? countOf(value) : undefined;
}

/** A time as Go writes it, as epoch in ms; undefined for Go's zero time (year 1) and for what is no time. */
export function timeOf(value: unknown): number | undefined {
	const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
	return parsed > 0 ? parsed : undefined;
}

function isRecord(value: unknown): value is JsonRecord {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A reply or advisory is not what it should be. Its sender is at fault or newer than leadertop; it is left out and counted. */
export class UndecodableError extends Error {
	override readonly name = 'UndecodableError';
}
