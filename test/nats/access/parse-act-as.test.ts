import {describe, expect, it} from 'vitest';
import type {ActingIdentity} from '../../../source/nats/access/parse-act-as.ts';
import {parseActAs} from '../../../source/nats/access/parse-act-as.ts';

function told(identity: ActingIdentity): string {
	switch (identity.type) {
		case 'address': {
			return `address ${identity.url.reveal()}`;
		}

		case 'creds': {
			return `creds ${identity.creds.reveal()}`;
		}

		default: {
			return `context ${identity.name}`;
		}
	}
}

describe('parseActAs', () => {
	it.each([
		['shop', undefined, 'context shop'],
		['SHOP=shop', 'SHOP', 'context shop'],
		['My Account=shop.eu', 'My Account', 'context shop.eu'],
		['./shop.json', undefined, 'context ./shop.json'],
		['SHOP=/c/shop.json', 'SHOP', 'context /c/shop.json'],
		['nats://u:p@n1', undefined, 'address nats://u:p@n1'],
		['SHOP=nats://u:p@n1', 'SHOP', 'address nats://u:p@n1'],
		['nats://u:p=q@n1', undefined, 'address nats://u:p=q@n1'],
		['SHOP=nats://u:p=q@n1,nats://n2', 'SHOP', 'address nats://u:p=q@n1,nats://n2'],
		['TLS://u:p@n1', undefined, 'address TLS://u:p@n1'],
		['u:p@n1:4222', undefined, 'address u:p@n1:4222'],
		['u:p=q@n1', undefined, 'address u:p=q@n1'],
		['dG9rZW4=@n1', undefined, 'address dG9rZW4=@n1'],
		['dG9rZQ==@n1', undefined, 'address dG9rZQ==@n1'],
		['SHOP=n1:4222', 'SHOP', 'address n1:4222'],
		['n1:4222,n2:4222', undefined, 'address n1:4222,n2:4222'],
		['shop.creds', undefined, 'creds shop.creds'],
		['SHOP=shop.creds', 'SHOP', 'creds shop.creds'],
		['ACSU3XZ=~/keys/shop.creds', 'ACSU3XZ', 'creds ~/keys/shop.creds'],
		['/keys/a=b.creds', undefined, 'creds /keys/a=b.creds'],
		['/run/secrets/shop', undefined, 'creds /run/secrets/shop'],
		['SHOP=op://vault/shop/creds', 'SHOP', 'creds op://vault/shop/creds'],
		['SHOP=data:;base64,eA==', 'SHOP', 'creds data:;base64,eA=='],
	])('%s', (text, account, identity) => {
		const parsed = parseActAs(text);
		expect(parsed.account).toBe(account);
		expect(told(parsed.identity)).toBe(identity);
	});

	it.each(['', '=', '=shop', 'SHOP='])('refuses %j', text => {
		expect(() => parseActAs(text)).toThrow('--act-as takes a context, an address');
	});
});
