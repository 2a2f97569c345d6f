import {memo} from 'react';
import {Text, Transform} from 'ink';
import stripAnsi from 'strip-ansi';

/**
 * One line of the screen, formatted and coloured beforehand to exactly the width that it shall have.
 *
 * Ink remembers every text that it ever measured, for ever: 9 KB a frame on a screen where all rows change.
 * It measures a single space here and gets the row when it paints, so nothing piles up, and nothing is wrapped or cut:
 * the width is the caller's business.
 */
export const Row = memo(function Row({text}: {readonly text: string}) {
	return (
		<Transform transform={() => text} accessibilityLabel={stripAnsi(text)}>
			<Text> </Text>
		</Transform>
	);
});
