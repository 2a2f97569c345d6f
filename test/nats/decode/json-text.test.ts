import {expect, it} from 'vitest';
import {endOfValue, itemsOf, memberOf, stringAt} from '../../../source/nats/decode/json-text.ts';
import {seededRandom} from '../../support/random.ts';

const text = String.raw`{ "a" : 1, "s}": "q\"]", "list" : [ {"name":"x","n":[1,2]} , {"name":"y\u0021"} ], "end":true }`;

function valueAt(at: number | undefined) {
	return at === undefined ? undefined : text.slice(at, endOfValue(text, at));
}

it('finds members and items, whatever stands in strings', () => {
	expect(valueAt(memberOf(text, 0, 'a'))).toBe('1');
	expect(valueAt(memberOf(text, 0, 's}'))).toBe(String.raw`"q\"]"`);
	expect(valueAt(memberOf(text, 0, 'end'))).toBe('true');
	expect(memberOf(text, 0, 'name')).toBeUndefined();
	const items = itemsOf(text, memberOf(text, 0, 'list'));
	expect(items.map(at => stringAt(text, memberOf(text, at, 'name')))).toEqual(['x', 'y!']);
	expect(valueAt(memberOf(text, items[0], 'n'))).toBe('[1,2]');
	expect(itemsOf(text, memberOf(text, 0, 'a'))).toEqual([]);
});

it('ends on any text', () => {
	const random = seededRandom(1);
	const place = () => random.below(text.length);
	for (let round = 0; round < 2000; round++) {
		const cut = text.slice(place(), place());
		itemsOf(cut, memberOf(cut, 0, 'list')).forEach(at => memberOf(cut, at, 'name'));
		itemsOf(cut, 0);
	}
});
