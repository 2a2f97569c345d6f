/** A JSON object whose fields nobody has checked yet. */
export type JsonRecord = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is JsonRecord {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function recordAt(value: unknown, key: string): JsonRecord | undefined {
	const field = isRecord(value) ? value[key] : undefined;
	return isRecord(field) ? field : undefined;
}

export function recordsAt(value: unknown, key: string): readonly JsonRecord[] {
	const field = isRecord(value) ? value[key] : undefined;
	return Array.isArray(field) ? field.filter(isRecord) : [];
}

export function textAt(value: unknown, key: string): string | undefined {
	const field = isRecord(value) ? value[key] : undefined;
	return typeof field === 'string' ? field : undefined;
}
