/**
 * A path for a message. Who puts a seed or a token where a path belongs must not find it in a log:
 * a text that looks like one is not shown.
 */
export function printablePath(path: string): string {
	// A path has a separator, an extension or a short name.
	const isPath = /[/\\.]/.test(path) || path.length < 40;
	return isPath && !looksSecret(path) ? path : '[not shown: it looks like a secret]';
}

/** Whether a text holds something of the shape of a secret that NATS knows. */
export function looksSecret(text: string): boolean {
	return secretShapes.some(shape => shape.test(text));
}

const secretShapes: readonly RegExp[] = [
	// Seeds of nkeys and JWTs, bare or within something longer.
	/S[UAONCXP][A-Z2-7]{20,}/,
	/eyJ[\w-]{10,}/,
	/-----BEGIN|\n/,
	/data:[^,]*base64,/i,
	// A key without the marks around it.
	/(?:^|\/)M[C-I][A-Za-z\d+/=]{40,}$/,
	// User info of a URL.
	/\/\/[^/]*@/,
];
