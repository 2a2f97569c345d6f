import type {Line} from './line.ts';

/**
 * Remembers how rows were drawn: amid a thousand elections most rows of a table are the same from one picture to the next.
 * @returns the row of an item that never changes itself: as it was drawn last, or drawn anew where `of`, all else that it depends on, is another
 */
export function rememberRows(): (item: object, of: string, draw: () => Line) => Line {
	const drawn = new WeakMap<object, {readonly of: string; readonly line: Line}>();
	return (item, of, draw) => {
		const last = drawn.get(item);
		if (last?.of === of) {
			return last.line;
		}

		const line = draw();
		drawn.set(item, {of, line});
		return line;
	};
}
