/** How a character looks (what SGR sequences have set so far). */
export type CellStyle = {
	/** The parameters that bring it about from nothing: `1;38;5;68`; empty for plain text. */
	readonly name: string;
	/** Whether a blank shows it. */
	readonly hasGround: boolean;
};

export const normalStyle: CellStyle = {name: '', hasGround: false};

/** The style after one more sequence, given by its parameters; undefined when it has one that is not known here. */
export function styleAfter({name}: CellStyle, parameters: string): CellStyle | undefined {
	const asked = `${name}m${parameters}`;
	const known = remembered.get(asked);
	if (known) {
		return known;
	}

	const parts = partsOf(name);
	const isKnown = parts !== undefined && apply(parameters === '' ? '0' : parameters, parts);
	if (!isKnown) {
		return undefined;
	}

	const after = {
		name: [...parts.values()].join(';'),
		hasGround: ['ground', 'inverse', 'underline', 'strike'].some(part => parts.has(part)),
	};
	if (remembered.size >= 1000) {
		remembered.clear();
	}

	remembered.set(asked, after);
	return after;
}

/** A screen has few styles, and each of them thousands of times. */
const remembered = new Map<string, CellStyle>();

/** Each part of a style has a fixed place, so that two that look the same are spelled the same. */
const places = ['bold', 'dim', 'italic', 'underline', 'inverse', 'strike', 'colour', 'ground'];

const switches: ReadonlyMap<number, {readonly part: string; readonly isOn: boolean}> = new Map([
	[1, {part: 'bold', isOn: true}],
	[2, {part: 'dim', isOn: true}],
	[3, {part: 'italic', isOn: true}],
	[23, {part: 'italic', isOn: false}],
	[4, {part: 'underline', isOn: true}],
	[24, {part: 'underline', isOn: false}],
	[7, {part: 'inverse', isOn: true}],
	[27, {part: 'inverse', isOn: false}],
	[9, {part: 'strike', isOn: true}],
	[29, {part: 'strike', isOn: false}],
	[39, {part: 'colour', isOn: false}],
	[49, {part: 'ground', isOn: false}],
]);

function partsOf(name: string): Map<string, string> | undefined {
	const parts = new Map<string, string>();
	return name === '' || apply(name, parts) ? parts : undefined;
}

/** Changes the parts as the parameters say. Tells whether all of these were known. */
function apply(parameters: string, parts: Map<string, string>): boolean {
	const numbers = parameters.split(';').map(Number);
	while (numbers.length > 0) {
		const code = numbers.shift() ?? 0;
		const colour = colourPart(code);
		const turned = switches.get(code);
		if (code === 0) {
			parts.clear();
		} else if (code === 22) {
			parts.delete('bold');
			parts.delete('dim');
		} else if (colour !== undefined) {
			const more = numbers.splice(0, extra(code, numbers[0]));
			parts.set(colour, [code, ...more].join(';'));
		} else if (turned?.isOn) {
			parts.set(turned.part, String(code));
		} else if (turned) {
			parts.delete(turned.part);
		} else {
			return false;
		}
	}

	sort(parts);
	return true;
}

function colourPart(code: number): 'colour' | 'ground' | undefined {
	if ((code >= 30 && code <= 38) || (code >= 90 && code <= 97)) {
		return 'colour';
	}

	return (code >= 40 && code <= 48) || (code >= 100 && code <= 107) ? 'ground' : undefined;
}

/** Parameters that belong to the one before: `38;5;68`, `38;2;255;0;0`. */
function extra(code: number, next: number | undefined): number {
	return code % 10 === 8 && code < 50 ? (next === 5 ? 2 : 4) : 0;
}

function sort(parts: Map<string, string>): void {
	const sorted = [...parts].sort(([a], [b]) => places.indexOf(a) - places.indexOf(b));
	parts.clear();
	for (const [part, code] of sorted) {
		parts.set(part, code);
	}
}
