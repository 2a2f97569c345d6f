import {expect, it} from 'vitest';
import {echoes} from '../../../source/ui/mount/endings.ts';

it('takes what follows within a second for the same signal again', () => {
	let now = 5000;
	const isEcho = echoes(() => now);
	const after = (ms: number) => {
		now += ms;
		return isEcho();
	};

	expect([after(0), after(0.3), after(900), after(200), after(20), after(5000)]).toEqual([
		false,
		true,
		true,
		false,
		true,
		false,
	]);
});
