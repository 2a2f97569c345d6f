import {render} from 'ink-testing-library';
import {describe, expect, it} from 'vitest';
import {Lines, LookProvider} from '../../../source/ui/components/look.tsx';
import {Panel} from '../../../source/ui/components/panel.tsx';

function frame(title: string | undefined, bordered: boolean, unicode = true): string {
	return (
		render(
			<LookProvider features={{colorLevel: 0, unicode}}>
				<Panel
					title={title === undefined ? undefined : [title]}
					footer={bordered ? ['why: n3 is back'] : undefined}
					width={24}
					height={4}
					bordered={bordered}
				>
					<Lines lines={[['inside']]} width={24} />
				</Panel>
			</LookProvider>,
		).lastFrame() ?? ''
	);
}

describe('a panel', () => {
	it('has its title and what explains it in its border', () => {
		expect(frame('servers', true)).toBe(
			[
				'╭ servers ─────────────╮',
				'│inside                │',
				'│                      │',
				'╰ why: n3 is back ─────╯',
			].join('\n'),
		);
	});

	it('has a rule above it where there is no room for borders', () => {
		expect(frame('servers', false)).toBe(['─ servers ──────────────', 'inside', '', ''].join('\n'));
	});

	it('cuts a long title with an ellipsis', () => {
		expect(frame('a title that is much too long', true).split('\n')[0]).toMatch(
			/^╭ a title that is mu… ─╮$/,
		);
	});

	it('is drawn in ASCII where the terminal knows nothing else', () => {
		expect(frame('servers', true, false)).toBe(
			[
				'+ servers -------------+',
				'|inside                |',
				'|                      |',
				'+ why: n3 is back -----+',
			].join('\n'),
		);
	});
});
