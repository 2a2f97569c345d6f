import {describe, expect, it} from 'vitest';
import {nkeys} from 'nats';
import {Secret} from '../../../source/nats/access/secret.ts';
import {jwtExpiry, parseCreds, parseSeed} from '../../../source/nats/access/user-credentials.ts';
import {createOperatorKeys, createUserNkey} from './operator-keys.ts';

describe('parseCreds', () => {
	const {jwt, seed, creds} = createOperatorKeys().user();

	it.each([
		['as nsc writes it', creds],
		['with the line ends of Windows', creds.replaceAll('\n', '\r\n')],
		['without an end of the last line', creds.trimEnd()],
		['without decoration', `${jwt}\n${seed}`],
		['with a comment before', `# user of SHOP\n${creds}`],
	])('finds JWT and seed %s', (_, text) => {
		const found = parseCreds(new Secret(text));
		expect(found.jwt.reveal()).toBe(jwt);
		expect(found.seed.reveal()).toBe(seed);
	});

	it.each([
		[seed, 'holds no user JWT'],
		[jwt, 'holds no seed of an nkey'],
		[`${jwt}\n${seed.slice(0, -1)}`, 'holds a damaged seed'],
	])('refuses half of it', (text, message) => {
		expect(() => parseCreds(new Secret(text))).toThrow(message);
	});
});

describe('parseSeed', () => {
	it('finds the seed among other lines', () => {
		const {seed} = createUserNkey();
		expect(parseSeed(new Secret(`# ada\n  ${seed}  \n`)).reveal()).toBe(seed);
	});

	it("refuses an account's seed", () => {
		const seed = new TextDecoder().decode(nkeys.createAccount().getSeed());
		expect(() => parseSeed(new Secret(seed))).toThrow('something else than a user');
	});
});

describe('jwtExpiry', () => {
	const keys = createOperatorKeys();

	it('is in ms', () => {
		expect(jwtExpiry(new Secret(keys.user({expiresAt: 2_000_000_000}).jwt))).toBe(2e12);
	});

	it.each([keys.user().jwt, 'no.jwt.at-all', ''])('is undefined without one', jwt => {
		expect(jwtExpiry(new Secret(jwt))).toBeUndefined();
	});
});
