import type {Cluster} from '../../cluster.ts';
import {type CommandContext, type FlagTable, inGroup} from '../cli/command.ts';
import {durationFlag, isSet, flagName, textFlag, textFlags} from '../cli/flag-values.ts';
import type {
	AccessRequest,
	AccessSettings,
	SettingName,
	Surroundings,
} from '../../nats/access/access-request.ts';
import {variableOf} from '../cli/settings.ts';
import {askSecret} from '../../nats/access/ask-secret.ts';
import {Secret} from '../../nats/access/secret.ts';
import {UsageError} from '../../session/errors.ts';
import {openCluster as open} from '../../session/open-cluster.ts';

const plainFlags: FlagTable = {
	server: {
		type: 'string',
		shortFlag: 's',
		value: 'URL',
		variable: 'NATS_URL',
		help: 'servers, comma-separated: nats://host:4222, tls://host, host:port',
	},
	context: {
		type: 'string',
		isContext: true,
		value: 'NAME',
		variable: 'NATS_CONTEXT',
		help: 'context of the nats CLI, or the path of its .json file; else the selected one',
	},
	noContext: {type: 'boolean', help: 'use no context, not even the selected one'},
	creds: {
		type: 'string',
		value: 'FILE',
		variable: 'NATS_CREDS',
		help: 'credentials file, or a file://, env://, op://, nsc:// or data: reference',
	},
	user: {
		type: 'string',
		value: 'USER',
		variable: 'NATS_USER',
		help: 'user; a token is given with --token',
	},
	password: {
		type: 'string',
		value: 'PASSWORD',
		variable: 'NATS_PASSWORD',
		mayBeEmpty: true,
		help: 'password, or a reference; asked for at a terminal when only --user is given',
	},
	token: {type: 'string', value: 'TOKEN', variable: 'NATS_TOKEN', help: 'token, or a reference'},
	nkey: {
		type: 'string',
		value: 'FILE',
		variable: 'NATS_NKEY',
		help: "file of a user's nkey seed, or a reference",
	},
	jwt: {
		type: 'string',
		value: 'JWT',
		variable: 'NATS_JWT',
		help: 'user JWT, its file or a reference',
	},
	seed: {
		type: 'string',
		value: 'SEED',
		variable: 'NATS_SEED',
		help: 'seed for --jwt, its file or a reference',
	},
	timeout: {
		type: 'string',
		value: 'TIME',
		variable: 'NATS_TIMEOUT',
		help: 'to connect, and for a reply (default 5s)',
	},
	jsDomain: {type: 'string', value: 'DOMAIN', help: 'JetStream domain'},
	jsApiPrefix: {type: 'string', value: 'PREFIX', help: 'subject prefix instead of $JS.API'},
	jsEventPrefix: {type: 'string', value: 'PREFIX', help: 'subject prefix instead of $JS.EVENT'},
	inboxPrefix: {type: 'string', value: 'PREFIX', help: 'subject prefix instead of _INBOX'},
	connectionName: {
		type: 'string',
		value: 'NAME',
		help: 'name of this connection on the servers (default leadertop)',
	},
	socksProxy: {
		type: 'string',
		value: 'PROXY',
		variable: 'NATS_SOCKS_PROXY',
		help: "not possible here; 'none' ignores the one in the context",
	},
	colors: {
		type: 'string',
		value: 'SCHEME',
		variable: 'NATS_COLOR',
		help: 'color scheme of the nats CLI; taken and ignored',
	},
};

const tlsFlags: FlagTable = {
	tlsca: {
		type: 'string',
		value: 'FILE',
		variable: 'NATS_CA',
		help: 'certificate authorities of the servers, PEM',
	},
	tlscert: {
		type: 'string',
		value: 'FILE',
		variable: 'NATS_CERT',
		help: 'client certificate, PEM; needs --tlskey',
	},
	tlskey: {
		type: 'string',
		value: 'FILE',
		variable: 'NATS_KEY',
		help: 'key of the client certificate, PEM',
	},
	tlsServerName: {
		type: 'string',
		value: 'NAME',
		help: "name in the servers' certificate, where it is not the one in the address (a tunnel)",
	},
	tlsfirst: {type: 'boolean', help: "TLS handshake before the server's greeting; also --tls-first"},
};

/** The flags of the `nats` CLI that say where to connect to and as whom. */
export const connectionFlags: FlagTable = {
	...inGroup('Connection', plainFlags),
	...inGroup('TLS', tlsFlags),
};

/** How to act in accounts besides the one of the connection. */
export const actingFlags: FlagTable = inGroup('Acting', {
	actAs: {
		type: 'string',
		isMultiple: true,
		isContext: true,
		value: '[ACCOUNT=]WHO',
		help: 'connection to act in an account: a context, an address with user info, or a .creds file',
	},
	actAsInboxPrefix: {
		type: 'string',
		isMultiple: true,
		value: 'PREFIX',
		help: 'subject prefix instead of _INBOX for --act-as, or ACCOUNT=PREFIX, where no context gives one',
	},
	actAsContexts: {type: 'boolean', help: 'try every context of the nats CLI to act in accounts'},
});

/**
 * Connects to the cluster that flags, variables and contexts name.
 * @throws UsageError when they cannot be used, ConnectError when no server can be reached that way
 */
export async function openCluster(context: CommandContext): Promise<Cluster> {
	const {flags} = context;
	const acting = {
		named: textFlags(flags, 'actAs'),
		contexts: isSet(flags, 'actAsContexts'),
		inboxPrefixes: textFlags(flags, 'actAsInboxPrefix'),
	};
	return open(accessRequest(context), acting, surroundings(context));
}

/** The world around a request; the password of `--user` is asked for only where a person can see the question and answer. */
export function surroundings({
	env,
	stdin,
	stderr,
}: Pick<CommandContext, 'env' | 'stdin' | 'stderr'>): Surroundings {
	const warn = (warning: string): void => {
		stderr.write(`warning: ${warning}\n`);
	};
	if (!stdin.isTTY || !stderr.isTTY) {
		return {env, warn};
	}

	// The user's name is left out: it may be a token, given by mistake.
	const prompt = 'Password of --user: ';
	return {env, warn, askPassword: async () => askSecret(prompt, stdin, stderr)};
}

const defaultTimeoutMs = 5000;

/**
 * What the flags and variables ask for.
 * @throws UsageError when a flag lacks its value, or its value is out of bounds
 */
export function accessRequest({flags, env}: Pick<CommandContext, 'flags' | 'env'>): AccessRequest {
	for (const [name, {type, value}] of Object.entries(connectionFlags)) {
		// `--no-context` is read as a context that is false.
		if (type === 'string' && flags[name] === true) {
			throw new UsageError(`${flagName(name)} needs a value: ${flagName(name)} ${value ?? ''}`);
		}
	}

	return {
		flags: {
			...settingsFrom(flags, env, 'flag'),
			...(isSet(flags, 'tlsfirst') && {tlsFirst: true}),
		},
		variables: settingsFrom(flags, env, 'variable'),
		context: textFlag(flags, 'context'),
		noContext: isSet(flags, 'noContext') || flags['context'] === false,
		connectionName: textFlag(flags, 'connectionName'),
		timeoutMs: timeoutFlag(flags),
	};
}

/** How long to wait for what does not answer, in ms. */
export function timeoutFlag(flags: CommandContext['flags']): number {
	return durationFlag(flags, 'timeout', {minMs: 1, maxMs: 86_400_000}) ?? defaultTimeoutMs;
}

const flagSettings: Readonly<Record<string, SettingName>> = {
	server: 'url',
	creds: 'creds',
	user: 'user',
	password: 'password',
	token: 'token',
	nkey: 'nkey',
	jwt: 'userJwt',
	seed: 'userSeed',
	tlsca: 'ca',
	tlsServerName: 'tlsServerName',
	tlscert: 'cert',
	tlskey: 'key',
	socksProxy: 'socksProxy',
	jsDomain: 'jetStreamDomain',
	jsApiPrefix: 'jetStreamApiPrefix',
	jsEventPrefix: 'jetStreamEventPrefix',
	inboxPrefix: 'inboxPrefix',
};

/** Variables have been put in place of absent flags before: a value that its variable has too counts as the variable's. */
function settingsFrom(
	flags: CommandContext['flags'],
	env: CommandContext['env'],
	origin: 'flag' | 'variable',
): AccessSettings {
	const settings: Record<string, AccessSettings[SettingName]> = {};
	for (const [name, setting] of Object.entries(flagSettings)) {
		const given = flags[name];
		const text =
			connectionFlags[name]?.mayBeEmpty === true && given === '' ? given : textFlag(flags, name);
		const spec = connectionFlags[name];
		const variable = spec && variableOf(name, spec);
		const isVariable = variable !== undefined && env[variable] === text;
		if (text !== undefined && isVariable === (origin === 'variable')) {
			settings[setting] = {text: new Secret(text), place: isVariable ? variable : flagName(name)};
		}
	}

	return settings;
}
