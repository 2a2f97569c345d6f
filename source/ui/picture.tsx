import {memo, useContext} from 'react';
import {Text, Transform, useIsScreenReaderEnabled} from 'ink';
import stripAnsi from 'strip-ansi';
import {PlaceLinesContext} from './terminal/line-places.ts';

type PictureProps = {
	readonly lines: readonly string[];
	/** Those to be shown at a later moment, where somebody changes them without React. */
	readonly newest?: (() => readonly string[]) | undefined;
};

/**
 * The lines of a screen, formatted and coloured beforehand to exactly the width that they shall have. They are not wrapped.
 *
 * Ink remembers every text that it ever measured, for ever: 9 KB a frame on a screen where all rows change. It measures a
 * single space here, and gets something else to paint when it has measured.
 */
export const Picture = memo(function Picture({lines, newest}: PictureProps) {
	const place = useContext(PlaceLinesContext);
	const isRead = useIsScreenReaderEnabled();
	return (
		<Transform
			transform={() => place(newest?.() ?? lines)}
			accessibilityLabel={isRead ? stripAnsi(lines.join('\n')) : undefined}
		>
			<Text> </Text>
		</Transform>
	);
});
