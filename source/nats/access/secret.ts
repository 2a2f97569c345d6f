import {inspect} from 'node:util';

/**
 * A text that must not be shown. Whatever prints it by accident (a template, JSON, `console`, an error's details)
 * prints `[secret]`; only {@link Secret.reveal} gives the text.
 */
export class Secret {
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
	}

	/** The text itself, for the wire and for nothing else. */
	reveal(): string {
		return this.#text;
	}

	/** Without the line end that files and programs put behind a one-line secret. */
	withoutLineEnd(): Secret {
		return new Secret(this.#text.replace(/[\r\n]+$/, ''));
	}

	get isEmpty(): boolean {
		return this.#text === '';
	}

	toString(): string {
		return shown;
	}

	toJSON(): string {
		return shown;
	}

	[inspect.custom](): string {
		return shown;
	}
}

const shown = '[secret]';

/** A path for a message. A text that looks like a secret is not shown: people put seeds and tokens where a path belongs. */
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
