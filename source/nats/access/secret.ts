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
