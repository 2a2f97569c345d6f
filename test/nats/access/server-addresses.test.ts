import {describe, expect, it} from 'vitest';
import {AccessError} from '../../../source/nats/access/access-request.ts';
import {serverAddresses} from '../../../source/nats/access/server-addresses.ts';
import {failureOf, stated} from './requests.ts';

const read = (text: string) => serverAddresses(stated(text, '--server'));

describe('serverAddresses', () => {
	it.each([
		['nats://n1:4333', ['n1:4333']],
		['n1', ['n1:4222']],
		['n1:4333', ['n1:4333']],
		['NATS://n1', ['n1:4222']],
		['nats://n1/', ['n1:4222']],
		['nats://n1.example.com', ['n1.example.com:4222']],
		['nats://n_1', ['n_1:4222']],
		['nats://a:1,b:2 , c,', ['a:1', 'b:2', 'c:4222']],
		['a,nats://a:4222', ['a:4222']],
		['127.0.0.1', ['127.0.0.1:4222']],
		['::1', ['[::1]:4222']],
		['[::1]', ['[::1]:4222']],
		['nats://[fe80::1]:4333', ['[fe80::1]:4333']],
	])('%s is %o', (text, servers) => {
		expect(read(text).servers).toEqual(servers);
	});

	it('notes that an address insists on TLS', () => {
		expect(read('nats://a,b').tlsRequired).toBe(false);
		expect(read('nats://a,tls://b').tlsRequired).toBe(true);
	});

	it.each([
		['nats://ada:s3cret@n1', 'ada', 's3cret'],
		['ada:s3cret@n1:4222', 'ada', 's3cret'],
		['nats://t0ken@n1', 't0ken', undefined],
		['nats://ada:@n1', 'ada', ''],
		['nats://a%40b:p%2Cq%25@n1', 'a@b', 'p,q%'],
		['nats://ada:p@ss/w#o?r:d@n1', 'ada', 'p@ss/w#o?r:d'],
		['nats://a:p@n1,nats://n2,nats://a:p@n3', 'a', 'p'],
	])('takes the user info out of %s', (text, name, password) => {
		const {servers, userInfo} = read(text);
		expect(servers[0]).toBe('n1:4222');
		expect(userInfo?.name.reveal()).toBe(name);
		expect(userInfo?.password?.reveal()).toBe(password);
	});

	it('finds no user in an empty user info', () => {
		expect(read('nats://@n1').userInfo).toBeUndefined();
	});

	it.each([
		['', 'holds no address'],
		[' , ', 'holds no address'],
		['http://ada:s3cret@n1', 'begin with nats:// or tls://'],
		['wss://ada:s3cret@n1', 'not to its WebSocket port'],
		['nats://ada:s3cret', 'is not host:port'],
		['nats://ada:s3,cret@n1', '--server, address 1 of 2 is not host:port'],
		['nats://n1:0', 'the port is out of range'],
		['nats://n1:65536', 'the port is out of range'],
		['nats://n1/s3cret', 'is not host:port'],
		['nats://n 1', 'is not host:port'],
		['nats://s3cret%ZZ@n1', 'write % as %25'],
		['nats://a:s3cret@n1,nats://b:s3cret@n2', 'holds different users'],
		['nats://a:s3cret@n1,nats://a:s3cre7@n2', 'holds different users'],
	])('refuses %s without repeating it', async (text, message) => {
		const error = await failureOf(() => read(text));
		expect(error).toBeInstanceOf(AccessError);
		expect(error.message).toContain(message);
		expect(error.message).toContain('--server');
		expect(error.message).not.toMatch(/s3c|cret/);
	});
});
