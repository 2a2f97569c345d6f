import path from 'node:path';
import type {ClusterAccount, ClusterOptions, ClusterUser, ServerPlan} from './cluster-options.ts';

export const systemAccount = 'SYS';

/** The configuration file of one server. Relaxed JSON: the format of nats-server is a superset of it. */
export function serverConfig(
	server: ServerPlan,
	all: readonly ServerPlan[],
	{accounts = [], domain, identity, configure}: ClusterOptions,
): string {
	const sections = [
		`server_name: ${quote(server.name)}`,
		`listen: "127.0.0.1:${server.port}"`,
		jetStream(server, domain),
		routes(server, all),
		gateway(server, all),
		identity ?? `accounts {\n${accountBlocks(accounts)}\n}\nsystem_account: ${systemAccount}`,
		configure?.(server, all) ?? '',
	];
	return `${sections.filter(section => section !== '').join('\n')}\n`;
}

/** The users of an account, also where the options leave them out. */
export function usersOf(account: ClusterAccount): readonly ClusterUser[] {
	const user = account.name.toLowerCase();
	return account.users ?? [{user, password: user}];
}

function jetStream({folder}: ServerPlan, domain: string | undefined): string {
	const domainLine = domain === undefined ? '' : `, domain: ${quote(domain)}`;
	return `jetstream {store_dir: ${quote(path.join(folder, 'store'))}${domainLine}}`;
}

function routes(server: ServerPlan, all: readonly ServerPlan[]): string {
	if (all.length === 1) {
		return '';
	}

	const peers = all.filter(({cluster}) => cluster === server.cluster);
	const urls = peers.map(({routePort}) => `"nats://127.0.0.1:${routePort}"`).join(', ');
	const listen = `listen: "127.0.0.1:${server.routePort}"`;
	return `cluster {name: ${quote(server.cluster)}, ${listen}, routes: [${urls}]}`;
}

function gateway(server: ServerPlan, all: readonly ServerPlan[]): string {
	const clusters = [...new Set(all.map(({cluster}) => cluster))];
	if (clusters.length === 1) {
		return '';
	}

	const remotes = clusters.map(name => {
		const members = all.filter(({cluster}) => cluster === name);
		const urls = members.map(({gatewayPort}) => `"nats://127.0.0.1:${gatewayPort}"`).join(', ');
		return `{name: ${quote(name)}, urls: [${urls}]}`;
	});
	const listen = `listen: "127.0.0.1:${server.gatewayPort}"`;
	return `gateway {name: ${quote(server.cluster)}, ${listen}, gateways: [${remotes.join(', ')}]}`;
}

function accountBlocks(accounts: readonly ClusterAccount[]): string {
	return [{name: systemAccount, jetStream: false}, ...accounts]
		.map(account => {
			const users = usersOf(account)
				.map(({user, password}) => `{user: ${quote(user)}, password: ${quote(password)}}`)
				.join(', ');
			const lines = [
				`users: [${users}]`,
				account.jetStream === false ? '' : 'jetstream: enabled',
				'config' in account ? (account.config ?? '') : '',
			];
			return `\t${quote(account.name)}: {${lines.filter(line => line !== '').join(', ')}}`;
		})
		.join('\n');
}

function quote(text: string): string {
	return JSON.stringify(text);
}
