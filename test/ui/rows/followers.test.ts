import {describe, expect, it} from 'vitest';
import type {ServerState} from '../../../source/domain/server.ts';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/ui/glyphs.ts';
import {followerTexts} from '../../../source/ui/rows/group-words.ts';
import {aFollower, aGroup, aServer} from '../../support/build.ts';

const behind = {current: false, lag: 311};
const shown = (
	followers: Parameters<typeof aGroup>[0]['followers'],
	width = 80,
	states: Readonly<Record<string, ServerState>> = {},
	glyphs = unicodeGlyphs,
) => {
	const group = aGroup({stream: 'ORDERS', leader: 'n1', followers});
	const servers = group.followers.map(({server}) =>
		aServer(server, {state: states[server] ?? 'online'}),
	);
	const byName = new Map(servers.map(server => [server.name, server]));
	return followerTexts(group, byName, width, glyphs)
		.map(({text}) => text)
		.join('')
		.trimEnd();
};

describe('followers', () => {
	it('carry a sign where they cannot take over', () => {
		expect(shown(['n2', aFollower('n3', behind)])).toBe('n2 n3↓311');
		expect(shown(['n2', aFollower('n3', {current: false, lag: 31_100})])).toBe('n2 n3↓31.1k');
		expect(shown(['n2', aFollower('n3', {online: false})])).toBe('n2 n3✗');
		expect(shown(['n2', aFollower('n3', {current: false})])).toBe('n2 n3!');
	});

	it.each<[ServerState, string]>([
		['online', 'n2 n3'],
		['lame-duck', 'n2 n3!'],
		['recovering', 'n2 n3✗'],
		['no-jetstream', 'n2 n3✗'],
		['silent', 'n2 n3✗'],
		['offline', 'n2 n3✗'],
	])('are judged by their server, too: %s', (state, text) => {
		expect(shown(['n2', 'n3'], 80, {n3: state})).toBe(text);
	});

	it('have signs of ASCII where the terminal has nothing else', () => {
		const troubled = [aFollower('n2', behind), aFollower('n3', {online: false}), 'n4'];
		expect(shown(troubled, 80, {n4: 'lame-duck'}, asciiGlyphs)).toBe('n2<311 n3!! n4!');
	});

	it.each([
		[40, 'prod-nats-1 prod-nats-2↓311 prod-nats-3✗'],
		[36, 'prod…ts-1 prod-…ts-2↓311 prod-…ts-3✗'],
		[20, 'pr…1 pr…2↓311 pr…-3✗'],
		[16, 'p…1 p…2↓311 p…3✗'],
		[15, 'p…2↓311 p…3✗ +1'],
		[12, '1✗ 1↓'],
		[5, '1✗ 1↓'],
	])('lose letters of their names, then names, and no sign: %d cells', (width, text) => {
		const followers = [
			'prod-nats-1',
			aFollower('prod-nats-2', behind),
			aFollower('prod-nats-3', {online: false}),
		];
		expect(shown(followers, width)).toBe(text);
		expect(text.length).toBeLessThanOrEqual(width);
	});

	it('are counted where all are well and there is no room', () => {
		expect(shown(['prod-nats-1', 'prod-nats-2', 'prod-nats-3', 'prod-nats-4'], 12)).toBe('4 ok');
	});

	it('do not exist where there is one replica', () => {
		expect(shown([])).toBe('R1');
	});
});
