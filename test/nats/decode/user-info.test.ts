import {expect, it} from 'vitest';
import {userInfo} from '../../../source/nats/decode/user-info.ts';

const answer = {
	server: {name: 'n1', id: 'N1', ver: '2.12.4'},
	data: {user: 'shop', account: 'SHOP', permissions: {publish: {deny: ['$JS.edge.API.>']}}},
};

it('believes the permissions that the server of the connection tells', () => {
	expect(userInfo(answer, 'N1')).toMatchObject({
		user: 'shop',
		account: 'SHOP',
		permissions: {allow: undefined, deny: ['$JS.edge.API.>']},
	});
});

it('does not take those of a connection between servers for the user’s', () => {
	expect(userInfo(answer, 'N2')).toMatchObject({
		user: 'shop',
		account: 'SHOP',
		permissions: undefined,
	});
});
