import type {
	AccessRequest,
	AccessSettings,
	SettingName,
	Stated,
} from '../../../source/nats/access/access-request.ts';
import type {ConnectionTarget} from '../../../source/nats/access/connection-target.ts';
import {Secret} from '../../../source/nats/access/secret.ts';

export type Texts = Readonly<Partial<Record<SettingName, string>>> & {readonly tlsFirst?: boolean};

export function stated(text: string, place = '--flag'): Stated {
	return {text: new Secret(text), place};
}

/** Settings that are all given at places called after themselves: `--creds`. */
export function settings({tlsFirst, ...texts}: Texts, prefix = '--'): AccessSettings {
	const entries = Object.entries(texts).map(
		([name, text]) => [name, stated(text, `${prefix}${name}`)] as const,
	);
	return {...Object.fromEntries(entries), ...(tlsFirst !== undefined && {tlsFirst})};
}

export function request({
	flags = {},
	variables = {},
	...rest
}: Omit<Partial<AccessRequest>, 'flags' | 'variables'> & {
	readonly flags?: Texts;
	readonly variables?: Texts;
} = {}): AccessRequest {
	return {
		context: undefined,
		noContext: false,
		connectionName: undefined,
		timeoutMs: 5000,
		...rest,
		flags: settings(flags),
		variables: settings(variables, 'NATS_'),
	};
}

/** A target without anything special, for what it does not matter how it came about. */
export function target(rest: Partial<ConnectionTarget> = {}): ConnectionTarget {
	return {
		label: 'prod',
		servers: ['n1:4222'],
		authentication: {type: 'none'},
		tls: undefined,
		inboxPrefix: undefined,
		connectionName: 'leadertop',
		jetStreamDomain: undefined,
		jetStreamApiPrefix: undefined,
		jetStreamEventPrefix: undefined,
		timeoutMs: 5000,
		...rest,
	};
}

/** What a promise or a function was rejected with. */
export async function failureOf(work: () => unknown): Promise<Error> {
	try {
		await work();
	} catch (error) {
		if (error instanceof Error) {
			return error;
		}
	}

	throw new Error('this was expected to fail with an error');
}
