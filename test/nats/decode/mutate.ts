/** A reproducible source of numbers in [0, 1). */
export type Random = () => number;

/** mulberry32 */
export function randomFrom(seed: number): Random {
	let state = seed;
	return () => {
		state = (state + 0x6d_2b_79_f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

const absurd: readonly unknown[] = [
	null,
	true,
	false,
	'',
	'n1',
	'\u001B[31m\n',
	'0001-01-01T00:00:00Z',
	-1,
	0,
	1.5,
	1.8e18,
	2 ** 64,
	1e308,
	[],
	[null],
	[[]],
	{},
	{name: null},
];

/** The value with one to three of its parts, at any depth, replaced by something that does not belong there, or gone. */
export function mutate(value: unknown, random: Random): unknown {
	let mutated = structuredClone(value);
	const changes = 1 + Math.floor(random() * 3);
	for (let change = 0; change < changes; change++) {
		mutated = mutateOnce(mutated, random);
	}

	return mutated;
}

function mutateOnce(value: unknown, random: Random): unknown {
	if (typeof value !== 'object' || value === null || random() < 0.1) {
		return structuredClone(pick(absurd, random));
	}

	const keys = Object.keys(value);
	if (keys.length === 0) {
		return structuredClone(pick(absurd, random));
	}

	const parts = value as Record<string, unknown>;
	const key = pick(keys, random);
	if (random() < 0.15) {
		delete parts[key];
	} else {
		parts[key] = mutateOnce(parts[key], random);
	}

	return parts;
}

function pick<T>(items: readonly T[], random: Random): T {
	return items[Math.floor(random() * items.length)] as T;
}
