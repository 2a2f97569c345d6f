import {cleanText} from '../../domain/clean-text.ts';

/**
 * Checks a value that came out of a file, and hands back a clean one. A recording may come from a stranger: nothing in it
 * is believed to have the shape that it should.
 * @throws UnreadableValue
 */
export type Decode<Value> = (value: unknown) => Value;

/** Something in a line of a recording is not what it should be. */
export class UnreadableValue extends Error {
	override readonly name = 'UnreadableValue';
}

/** More than any name or reason that a server tells is long. */
const longestText = 1000;

/** What a time of the day can be made of: the last one that `Date` knows. */
const lastTime = 8.64e15;

export const text: Decode<string> = value => {
	if (typeof value !== 'string') {
		throw new UnreadableValue('no text');
	}

	return cleanText(value, longestText);
};

/** From 0 up. */
export const amount: Decode<number> = value => {
	if (typeof value !== 'number' || !(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
		throw new UnreadableValue('no amount');
	}

	return value;
};

export const count: Decode<number> = value => Math.floor(amount(value));

/** Of things of which there are few in any cluster. */
export const smallCount: Decode<number> = value => Math.min(1000, count(value));

/** Epoch in ms. */
export const time: Decode<number> = value => {
	const at = amount(value);
	if (at > lastTime) {
		throw new UnreadableValue('no time');
	}

	return at;
};

export const flag: Decode<boolean> = value => value === true;

/** Undefined where nothing was written. */
export function optional<Value>(decode: Decode<Value>): Decode<Value | undefined> {
	return value => (value === undefined || value === null ? undefined : decode(value));
}

export function oneOf<Word extends string>(words: readonly Word[]): Decode<Word> {
	return value => {
		const word = words.find(known => known === value);
		if (word === undefined) {
			throw new UnreadableValue('no such word');
		}

		return word;
	};
}

export function list<Item>(decode: Decode<Item>): Decode<readonly Item[]> {
	return value => {
		if (!Array.isArray(value)) {
			throw new UnreadableValue('no list');
		}

		return value.map(item => decode(item));
	};
}

/** One decoder for each field of a type: the compiler asks for all of them. */
export type Fields<Value> = {readonly [Name in keyof Value]-?: Decode<Value[Name]>};

export function object<Value>(fields: Fields<Value>): Decode<Value> {
	const decoders: readonly [string, Decode<unknown>][] = Object.entries(fields);
	return value => {
		const record = recordOf(value);
		const decoded: Record<string, unknown> = {};
		for (const [name, decode] of decoders) {
			decoded[name] = decode(record[name]);
		}

		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Each field has been through its own decoder, as the type of `fields` asks.
		return decoded as Value;
	};
}

type JsonRecord = Readonly<Record<string, unknown>>;

export function recordOf(value: unknown): JsonRecord {
	if (!isRecord(value)) {
		throw new UnreadableValue('no object');
	}

	return value;
}

function isRecord(value: unknown): value is JsonRecord {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
