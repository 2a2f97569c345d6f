/**
 * A path for a message. Who puts a seed or a token where a path belongs must not find it in a log:
 * a text that looks like one is not shown.
 */
export function printablePath(path: string): string {
	return secretShapes.some(shape => shape.test(path))
		? '[not shown: it looks like a secret]'
		: path;
}

const secretShapes: readonly RegExp[] = [
	// Seeds of nkeys and JWTs, bare or within something longer.
	/S[UAONCXP][A-Z2-7]{20,}/,
	/eyJ[\w-]{10,}/,
	/-----BEGIN|\n/,
	// A path has a separator or a short name.
	/^[^/\\.]{40,}$/,
	/data:[^,]*base64,/i,
	// User info of a URL.
	/\/\/[^/]*@/,
];
