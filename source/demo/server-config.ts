import path from 'node:path';
import type {ConnectionOptions} from 'nats';

export type ClusterUser = {readonly user: string; readonly password: string};

export type ClusterAccount = {
	readonly name: string;
	/** Default: one user with the account's name in small letters, also as password. */
	readonly users?: readonly ClusterUser[];
	/** Default: true. */
	readonly jetStream?: boolean;
	/** More lines for the account's block: exports, imports, limits. */
	readonly config?: string;
};

/** The addresses of one server, known before it starts. */
export type ServerPlan = {
	readonly name: string;
	/** Name of its cluster; servers of several clusters are joined by gateways. */
	readonly cluster: string;
	readonly binary: string;
	readonly port: number;
	readonly routePort: number;
	readonly gatewayPort: number;
	/** As many as `extraPorts` asked for. */
	readonly extraPorts: readonly number[];
	/** This server's own folder: configuration, log and store. */
	readonly folder: string;
};

export type ClusterOptions = {
	/**
	 * Path of the nats-server of all servers, or one path a server. Mixed versions take 10 to 20 s to elect their first
	 * meta leader; a cluster upgraded with `restartServer` does not.
	 */
	readonly binary: string | readonly string[];
	/** Default: 3, named n1, n2, n3. A number of 1 makes a server without cluster. */
	readonly servers?: number | readonly string[];
	/** Name of the cluster. Default: `demo`. */
	readonly name?: string;
	/**
	 * A super-cluster instead: its clusters by name, with their server counts. The servers are then called
	 * `east-n1` and so on, and `servers` and `name` do not count.
	 */
	readonly clusters?: Readonly<Record<string, number>>;
	/** Besides the system account `SYS`. */
	readonly accounts?: readonly ClusterAccount[];
	/** JetStream domain. */
	readonly domain?: string;
	/** Replaces the accounts and the system account of the configuration (operator mode). */
	readonly identity?: string;
	/** What connecting to an account (`SYS` too) takes instead of user and password: TLS, credentials. */
	readonly connectionFor?: (account: string) => ConnectionOptions;
	/** Free ports for each server, for what `configure` adds. */
	readonly extraPorts?: number;
	/** Text that is put at the end of a server's configuration file. */
	readonly configure?: (server: ServerPlan, all: readonly ServerPlan[]) => string;
	/** Until all servers agree. Default: 45 s. */
	readonly readyTimeoutMs?: number;
	readonly signal?: AbortSignal;
};

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
