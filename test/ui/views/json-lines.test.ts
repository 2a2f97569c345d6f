import {expect, it} from 'vitest';
import {jsonLines} from '../../../source/ui/views/json-lines.ts';

it('indents a JSON text and changes nothing in its values', () => {
	const text = String.raw`{"name":"a, \"b\" {c}","seq":18446744073709551615,"none":[ ],"list":[1,{"x":null}]}`;
	expect(jsonLines(text)).toEqual([
		'{',
		String.raw`  "name": "a, \"b\" {c}",`,
		'  "seq": 18446744073709551615,',
		'  "none": [],',
		'  "list": [',
		'    1,',
		'    {',
		'      "x": null',
		'    }',
		'  ]',
		'}',
	]);
});

it('shows what is no JSON as far as it goes', () => {
	expect(jsonLines('')).toEqual(['']);
	expect(jsonLines('"cut')).toEqual(['cut']);
	expect(jsonLines('}}').at(-1)).toBe('}');
});
