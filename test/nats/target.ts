import {Secret} from '../../source/nats/access/secret.ts';
import type {ConnectionTarget} from '../../source/nats/access/connection-target.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';

/** How to connect to an account of a local cluster as its first user; `only` leaves the other servers to be found. */
export function targetOf(
	cluster: LocalCluster,
	account: string,
	{password, only}: {readonly password?: string; readonly only?: string} = {},
): ConnectionTarget {
	const urls = cluster
		.url(account, only)
		.split(',')
		.map(url => new URL(url));
	const user = decodeURIComponent(urls[0]?.username ?? '');
	const secret = password ?? decodeURIComponent(urls[0]?.password ?? '');
	return targetAt(
		urls.map(({host}) => host),
		user,
		secret,
	);
}

export function targetAt(
	servers: readonly string[],
	user: string,
	password: string,
): ConnectionTarget {
	return {
		label: servers[0] ?? '',
		servers,
		authentication: {
			type: 'user',
			user,
			password: {text: new Secret(password), file: undefined},
		},
		tls: undefined,
		inboxPrefix: undefined,
		connectionName: 'leadertop',
		jetStreamDomain: undefined,
		jetStreamApiPrefix: undefined,
		jetStreamEventPrefix: undefined,
		timeoutMs: 2000,
	};
}
