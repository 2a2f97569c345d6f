import {Box} from 'ink';
import {render} from 'ink-testing-library';
import {expect, it, onTestFinished, vi} from 'vitest';
import {Row} from '../../source/ui/row.tsx';

it('is drawn as it is, colours and all, and wrapped never', () => {
	const long = `\u001B[31m${'red '.repeat(50)}\u001B[39mend`;
	const {lastFrame} = render(
		<Box flexDirection="column">
			<Row text="first" />
			<Row text={long} />
			<Row text="last" />
		</Box>,
	);
	expect(lastFrame()?.split('\n')).toEqual(['first', long, 'last']);
});

it('is drawn anew when its text changes', () => {
	const {lastFrame, rerender} = render(<Row text="before" />);
	rerender(<Row text="after" />);
	expect(lastFrame()).toBe('after');
});

it('is read out to those who cannot see it', () => {
	vi.stubEnv('INK_SCREEN_READER', 'true');
	onTestFinished(() => {
		vi.unstubAllEnvs();
	});
	const {lastFrame} = render(<Row text={'\u001B[31mred\u001B[39m'} />);
	expect(lastFrame()).toBe('red');
});
