import {render} from 'ink-testing-library';
import {expect, it, onTestFinished, vi} from 'vitest';
import {Picture} from '../../source/ui/picture.tsx';

it('is drawn as it is, colours and all, and wrapped never', () => {
	const long = `\u001B[31m${'red '.repeat(50)}\u001B[39mend`;
	const {lastFrame} = render(<Picture lines={['first', long, '日本', 'last']} />);
	expect(lastFrame()?.split('\n')).toEqual(['first', long, '日本', 'last']);
});

it('is drawn anew when its lines change', () => {
	const {lastFrame, rerender} = render(<Picture lines={['before']} />);
	rerender(<Picture lines={['after', 'and more']} />);
	expect(lastFrame()).toBe('after\nand more');
});

it('is read out to those who cannot see it', () => {
	vi.stubEnv('INK_SCREEN_READER', 'true');
	onTestFinished(() => {
		vi.unstubAllEnvs();
	});
	const {lastFrame} = render(<Picture lines={['\u001B[31mred\u001B[39m', 'plain']} />);
	expect(lastFrame()).toBe('red\nplain');
});
