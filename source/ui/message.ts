/** What happens to the screen, as data. */
export type Message =
	/** A key: its name to compare with, what it would add to a text, and whether it came from a paste without marks. */
	| {
			readonly type: 'key';
			readonly name: string;
			readonly text: string;
			readonly pasted?: boolean;
	  }
	/** Pasted text is never keys. */
	| {readonly type: 'paste'; readonly text: string}
	/** How something that the screen wanted has ended. */
	| {readonly type: 'notice'; readonly text: string; readonly tone: 'good' | 'bad'};
