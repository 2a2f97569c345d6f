import {
	AccessError,
	type AccessRequest,
	type AccessSettings,
	type SettingName,
	type Stated,
	type Surroundings,
} from './access-request.ts';
import type {ConnectionTarget} from './connection-target.ts';
import {loadContext, type Context} from './contexts.ts';
import {resolveAuthentication} from './resolve-authentication.ts';
import {resolveTls} from './resolve-tls.ts';
import {Secret} from './secret.ts';
import {nscProfile} from './secret-programs.ts';
import {serverAddresses} from './server-addresses.ts';

/**
 * Goes from what the operator gave to a place to connect to, as the `nats` CLI does:
 * flag, then environment variable, then context, then `nats://127.0.0.1:4222`.
 * @throws AccessError that says what is wrong
 */
export async function resolveTarget(
	request: AccessRequest,
	surroundings: Surroundings,
): Promise<ConnectionTarget> {
	const {env, warn} = surroundings;
	const context = request.noContext ? undefined : loadContext(request.context, env, warn);
	return targetOf(
		{
			own: [request.flags, request.variables],
			context,
			connectionName: request.connectionName ?? 'leadertop',
			timeoutMs: request.timeoutMs,
		},
		surroundings,
	);
}

export type TargetParts = {
	/** Layers before the context, the strongest first. A user of the first one may be asked for a password. */
	readonly own: readonly AccessSettings[];
	readonly context: Context | undefined;
	readonly connectionName: string;
	readonly timeoutMs: number;
	/** What holds where no layer says anything about servers, or about TLS. */
	readonly fallback?: Pick<ConnectionTarget, 'servers' | 'tls'>;
};

/** The target that some layers of settings make together. */
export async function targetOf(
	{own, context, connectionName, timeoutMs, fallback}: TargetParts,
	surroundings: Surroundings,
): Promise<ConnectionTarget> {
	const layers = context ? [...own, context.settings] : own;
	const first = (name: SettingName) => layers.find(layer => layer[name])?.[name];
	refuseUnsupported(first('socksProxy'), first('windowsCertStore'));

	const urlLayer = layers.findIndex(({url}) => url !== undefined);
	const url = layers[urlLayer]?.url ?? (await serviceUrl(first('nsc'), surroundings));
	const addresses = url && serverAddresses(url);
	const servers = addresses?.servers ?? fallback?.servers ?? [defaultServer];
	const authentication = await resolveAuthentication(
		layers.map((settings, index) => ({
			settings,
			userInfo: index === urlLayer ? addresses?.userInfo : undefined,
			asksPassword: index === 0 && own.length > 0,
		})),
		surroundings,
	);
	const handshakeFirst = layers.some(({tlsFirst}) => tlsFirst === true);
	const [ca, cert, key] = [first('ca'), first('cert'), first('key')];
	const required = addresses?.tlsRequired === true;
	const serverName = first('tlsServerName');
	const tls = resolveTls({ca, cert, key, serverName, handshakeFirst, required}, surroundings);
	const statesTls = handshakeFirst || (ca ?? cert ?? key ?? serverName) !== undefined;

	const ownServers = urlLayer !== -1 && urlLayer < own.length;
	return {
		label: context && !ownServers ? context.name : (servers[0] ?? defaultServer),
		servers,
		authentication,
		tls: statesTls ? tls : (fallback?.tls ?? tls),
		inboxPrefix: subjectPrefix(first('inboxPrefix')),
		connectionName,
		...jetStreamSubjects(layers),
		jetStreamEventPrefix: subjectPrefix(first('jetStreamEventPrefix')),
		timeoutMs,
	};
}

const defaultServer = '127.0.0.1:4222';

/** The addresses that nsc knows for a context that names none itself. */
async function serviceUrl(
	nsc: Stated | undefined,
	surroundings: Surroundings,
): Promise<Stated | undefined> {
	const profile = nsc && (await nscProfile(nsc.text.reveal(), nsc.place, surroundings));
	return nsc && profile?.urls !== undefined
		? {text: new Secret(profile.urls), place: `the service address of nsc for ${nsc.place}`}
		: undefined;
}

function refuseUnsupported(socksProxy: Stated | undefined, certStore: Stated | undefined): void {
	// `none` and `-` are how the `nats` CLI takes a context's proxy back.
	if (socksProxy && !['none', '-'].includes(socksProxy.text.reveal().toLowerCase())) {
		throw new AccessError(
			`${socksProxy.place}: the NATS client of Node cannot go through a SOCKS proxy; forward a port (ssh -L 4222:SERVER:4222 HOST) and give --server 127.0.0.1:4222 --socks-proxy none, with --tls-server-name SERVER where it uses TLS`,
		);
	}

	if (certStore) {
		throw new AccessError(
			`${certStore.place}: leadertop cannot read the certificate store of Windows; export certificate and key to files and give --tlscert and --tlskey`,
		);
	}
}

/**
 * Where the JetStream API is. A domain and a prefix are two ways to say it: the first layer that says one of them wins.
 * @throws AccessError when one layer says both
 */
export function jetStreamSubjects(
	layers: readonly AccessSettings[],
): Pick<ConnectionTarget, 'jetStreamDomain' | 'jetStreamApiPrefix'> {
	const layer = layers.find(one => one.jetStreamDomain ?? one.jetStreamApiPrefix);
	const domain = layer?.jetStreamDomain;
	const prefix = layer?.jetStreamApiPrefix;
	if (domain && prefix) {
		throw new AccessError(`${domain.place} and ${prefix.place} exclude each other; leave one out`);
	}

	if (domain && !/^[^\s.*>]+$/.test(domain.text.reveal())) {
		throw new AccessError(`${domain.place}: a JetStream domain holds no spaces, dots, * or >`);
	}

	return {jetStreamDomain: domain?.text.reveal(), jetStreamApiPrefix: subjectPrefix(prefix)};
}

/**
 * The beginning of a subject, without the dot at its end.
 * @throws AccessError when it is none
 */
export function subjectPrefix(stated: Stated | undefined): string | undefined {
	const prefix = stated?.text.reveal().replace(/\.$/, '');
	if (stated && !/^[^\s.*>]+(?:\.[^\s.*>]+)*$/.test(prefix ?? '')) {
		throw new AccessError(
			`${stated.place}: a subject prefix is made of words and dots, without * and >`,
		);
	}

	return prefix;
}
