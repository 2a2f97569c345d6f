import {EventEmitter} from 'node:events';
import {screenSize} from './screen-size.ts';

/** Where Ink's frames go. */
export type FrameSink = {readonly frame: (text: string) => void};

export type InkStdout = {
	/** To be given to Ink with `debug: true`: it then writes each frame whole and plain, and nothing else. */
	readonly stdout: NodeJS.WriteStream;
	/** Has Ink lay its frame out for the terminal's new size. */
	readonly resized: () => void;
};

/**
 * A stand-in for stdout: what is written to it is a frame. It has one column only: all lines together are one sign for Ink
 * (line-places.ts), which takes every cell of its frame apart and puts it together again, empty ones too.
 */
export function createInkStdout(terminal: NodeJS.WriteStream, sink: FrameSink): InkStdout {
	const events = new EventEmitter();
	const write = (text: string, written?: () => void) => {
		// Ink's last, empty write only asks to be told when all is written.
		if (text !== '') {
			sink.frame(text);
		}

		if (written) {
			setImmediate(written);
		}

		return true;
	};
	// Inherits from the real one, so that whatever else Ink may look at is there.
	const stdout: NodeJS.WriteStream = Object.create(terminal, {
		columns: {value: 1},
		rows: {get: () => screenSize(terminal).rows},
		// Keeps Ink's own cursor handling quiet.
		isTTY: {value: false},
		write: {value: write},
		on: {value: events.on.bind(events)},
		off: {value: events.off.bind(events)},
	});
	return {
		stdout,
		resized() {
			events.emit('resize');
		},
	};
}
