import {memo, useContext} from 'react';
import {Text, Transform, useIsScreenReaderEnabled} from 'ink';
import stripAnsi from 'strip-ansi';
import {PlaceRowContext} from './terminal/row-places.ts';

/**
 * One line of the screen, formatted and coloured beforehand to exactly the width that it shall have. It is not wrapped, and
 * takes the cells to its right up to the next thing drawn there; a box around it has no background colour of its own.
 *
 * Ink remembers every text that it ever measured, for ever: 9 KB a frame on a screen where all rows change. It measures a
 * single space here, and gets something else to paint when it has measured.
 */
export const Row = memo(function Row({text}: {readonly text: string}) {
	const place = useContext(PlaceRowContext);
	const isRead = useIsScreenReaderEnabled();
	return (
		<Transform
			transform={() => place(text)}
			accessibilityLabel={isRead ? stripAnsi(text) : undefined}
		>
			<Text> </Text>
		</Transform>
	);
});
