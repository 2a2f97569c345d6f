import {randomUUID} from 'node:crypto';
import {nkeys} from 'nats';

type KeyPair = ReturnType<typeof nkeys.createUser>;

/** An operator with a system account and two more with JetStream, made for a test as `nsc` would make them. */
export type OperatorKeys = {
	/** Operator mode with the accounts held in memory. */
	readonly config: string;
	/** Public key of the account SHOP. */
	readonly account: string;
	/** Public keys of all accounts. */
	readonly ids: Readonly<Record<OperatorAccount, string>>;
	readonly user: (options?: UserOptions) => OperatorUser;
};

/** TWIN is an account whose name is SHOP, too. */
export type OperatorAccount = 'SYS' | 'SHOP' | 'PAY' | 'TWIN';

export type UserOptions = {
	/** Default: SHOP. */
	readonly account?: OperatorAccount;
	readonly name?: string;
	/** Seconds since 1970. */
	readonly expiresAt?: number;
	/** Needs no seed. */
	readonly bearer?: boolean;
	/** Further claims, and further ones in their `nats` part. */
	readonly claims?: Readonly<Record<string, unknown>>;
	readonly limits?: Readonly<Record<string, unknown>>;
};

export type OperatorUser = {
	readonly jwt: string;
	readonly seed: string;
	/** The text of a credentials file. */
	readonly creds: string;
};

export function createOperatorKeys(
	accounts: readonly OperatorAccount[] = ['SYS', 'SHOP', 'PAY'],
): OperatorKeys {
	const operator = nkeys.createOperator();
	const pairs = {
		SYS: nkeys.createAccount(),
		SHOP: nkeys.createAccount(),
		PAY: nkeys.createAccount(),
		TWIN: nkeys.createAccount(),
	};
	const system = pairs.SYS;
	const account = (name: OperatorAccount) => {
		const pair = pairs[name];
		return `\t${pair.getPublicKey()}: ${accountJwt(name, pair)}`;
	};
	const accountJwt = (name: OperatorAccount, pair: KeyPair) =>
		sign(operator, {
			name: name === 'TWIN' ? 'SHOP' : name,
			sub: pair.getPublicKey(),
			nats: {
				type: 'account',
				version: 2,
				limits: {
					subs: -1,
					data: -1,
					payload: -1,
					imports: -1,
					exports: -1,
					wildcards: true,
					conn: -1,
					leaf: -1,
					...(name !== 'SYS' && {mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1}),
				},
				default_permissions: {pub: {}, sub: {}},
			},
		});
	const operatorJwt = sign(operator, {
		name: 'OP',
		sub: operator.getPublicKey(),
		nats: {type: 'operator', version: 2, system_account: system.getPublicKey()},
	});

	return {
		account: pairs.SHOP.getPublicKey(),
		ids: {
			SYS: pairs.SYS.getPublicKey(),
			SHOP: pairs.SHOP.getPublicKey(),
			PAY: pairs.PAY.getPublicKey(),
			TWIN: pairs.TWIN.getPublicKey(),
		},
		config: [
			`operator: ${operatorJwt}`,
			`system_account: ${system.getPublicKey()}`,
			'resolver: MEMORY',
			'resolver_preload: {',
			...accounts.map(account),
			'}',
		].join('\n'),
		user({
			account: home = 'SHOP',
			name = 'leader',
			expiresAt,
			bearer = false,
			claims = {},
			limits = {},
		} = {}) {
			const pair = nkeys.createUser();
			const seed = text(pair.getSeed());
			const jwt = sign(pairs[home], {
				name,
				sub: pair.getPublicKey(),
				...(expiresAt !== undefined && {exp: expiresAt}),
				...claims,
				nats: {
					type: 'user',
					version: 2,
					pub: {},
					sub: {},
					subs: -1,
					data: -1,
					payload: -1,
					...(bearer && {bearer_token: true}),
					...limits,
				},
			});
			return {jwt, seed, creds: credsText(jwt, seed)};
		},
	};
}

/** Laid out as nsc writes it. */
export function credsText(jwt: string, seed: string): string {
	return [
		'-----BEGIN NATS USER JWT-----',
		jwt,
		'------END NATS USER JWT------',
		'',
		'************************* IMPORTANT *************************',
		'NKEY Seed printed below can be used to sign and prove identity.',
		'NKEYs are sensitive and should be treated as secrets.',
		'',
		'-----BEGIN USER NKEY SEED-----',
		seed,
		'------END USER NKEY SEED------',
		'',
		'*************************************************************',
		'',
	].join('\n');
}

export function createUserNkey(): {readonly seed: string; readonly publicKey: string} {
	const pair = nkeys.createUser();
	return {seed: text(pair.getSeed()), publicKey: pair.getPublicKey()};
}

function sign(issuer: KeyPair, claims: Readonly<Record<string, unknown>>): string {
	const header = base64url({typ: 'JWT', alg: 'ed25519-nkey'});
	const body = base64url({
		jti: randomUUID(),
		iat: Math.floor(Date.now() / 1000),
		iss: issuer.getPublicKey(),
		...claims,
	});
	const signed = `${header}.${body}`;
	const signature = issuer.sign(new TextEncoder().encode(signed));
	return `${signed}.${Buffer.from(signature).toString('base64url')}`;
}

function base64url(value: unknown): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function text(bytes: Uint8Array): string {
	return new TextDecoder().decode(bytes);
}
