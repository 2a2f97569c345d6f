import {describe, expect, it} from 'vitest';
import {parseInBrief} from '../../../source/nats/decode/parse-in-brief.ts';
import {UndecodableError} from '../../../source/nats/decode/undecodable-error.ts';
import {randomFrom, type Random} from './mutate.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('parseInBrief', () => {
	it('leaves out the lists that are not wanted', () => {
		const reply = {
			server: {name: 'n1'},
			statsz: {routes: [{rid: 1}, {rid: 2}], gateways: [], cpu: 3},
		};
		expect(parseInBrief(bytesOf(JSON.stringify(reply)), ['gateways', 'routes', 'absent'])).toEqual({
			server: {name: 'n1'},
			statsz: {routes: [], gateways: [], cpu: 3},
		});
	});

	it('parses everything where a list ends later than it seems', () => {
		for (const routes of [[{name: 'a]b'}, 1], [[1], 2], [{inner: [1]}, {inner: []}], ['],"x":[']]) {
			const reply = {first: 1, routes, last: 'n'};
			expect(parseInBrief(bytesOf(JSON.stringify(reply)), ['routes'])).toEqual(reply);
		}
	});

	it('takes no text for a list', () => {
		const reply = {name: '"routes":[1,2]', routes: [1, 2]};
		expect(parseInBrief(bytesOf(JSON.stringify(reply)), ['routes'])).toEqual({
			...reply,
			routes: [],
		});
	});

	it('reads a part of a larger buffer', () => {
		const bytes = bytesOf('xx{"ä":"ö","routes":[1]}yy');
		expect(parseInBrief(bytes.subarray(2, -2), ['routes'])).toEqual({ä: 'ö', routes: []});
	});

	it.each(['', '{"routes":[1', '{"routes":[1]', '{"routes":[1]}}'])('refuses %j', text => {
		expect(() => parseInBrief(bytesOf(text), ['routes'])).toThrow(UndecodableError);
	});

	it('differs from the whole in nothing but emptied lists, whatever stands in them', () => {
		const random = randomFrom(7);
		let emptied = 0;
		for (let round = 0; round < 3000; round++) {
			const value = {name: randomValue(random, 2), routes: [randomValue(random, 3)]};
			const brief = parseInBrief(bytesOf(JSON.stringify(value)), ['routes', 'replicas']);
			expect(withoutLists(brief)).toEqual(withoutLists(value));
			emptied += JSON.stringify(brief) === JSON.stringify(value) ? 0 : 1;
		}

		expect(emptied).toBeGreaterThan(300);
	});
});

const names = ['routes', 'replicas', 'name', 'x'];
const texts = ['', 'n1', ']', '],', '"', '\\', '"routes":[', ']}', '],"replicas":[1]', 'ü\n'];

function randomValue(random: Random, depth: number): unknown {
	const kind = depth === 0 ? random() * 0.4 : random();
	if (kind < 0.2) {
		return Math.floor(random() * 100);
	}

	if (kind < 0.4) {
		return texts[Math.floor(random() * texts.length)];
	}

	const size = Math.floor(random() * 4);
	return kind < 0.65
		? Array.from({length: size}, () => randomValue(random, depth - 1))
		: Object.fromEntries(
				Array.from({length: size}, () => [
					names[Math.floor(random() * names.length)],
					randomValue(random, depth - 1),
				]),
			);
}

/** The value with all lists of those names empty. */
function withoutLists(value: unknown): unknown {
	return JSON.parse(
		JSON.stringify(value, (key, part: unknown) =>
			Array.isArray(part) && (key === 'routes' || key === 'replicas') ? [] : part,
		),
	);
}
