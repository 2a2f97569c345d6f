import {mkdirSync, readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {expect, it} from 'vitest';
import {createAuthority} from '../nats/access/certificates.ts';
import {startLoneServer} from '../nats/access/lone-server.ts';
import {createOperatorKeys, createUserNkey} from '../nats/access/operator-keys.ts';
import {temporaryHome, type TemporaryHome} from '../nats/access/temporary-home.ts';
import {cliFile} from '../support/cli-file.ts';
import {openPty} from '../support/pty-screen.ts';
import {runCli, type CliResult} from '../support/run-cli.ts';

/** One way to say who one is. */
type WayIn = {
	readonly args: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
};

/** Who is refused: the same way in, with something wrong. */
type Refused = WayIn & {readonly says: RegExp};

const secret = {
	sys: 'hush-sys-4410',
	shop: 'hush-shop-95d2',
	wrong: 'hush-wrong-b1f7',
	token: 'hush-token-2e08',
};

it('by user and password or nkey, wherever they stand', async () => {
	const home = temporaryHome();
	const nkey = createUserNkey();
	const {address} = await startLoneServer(`
		server_name: n1
		jetstream {store_dir: "${home.folder}/store"}
		accounts {
			SYS {users: [{user: sys, password: "${secret.sys}"}, {nkey: ${nkey.publicKey}}]}
			SHOP {jetstream: enabled, users: [{user: shop, password: "${secret.shop}"}]}
		}
		system_account: SYS
	`);
	const url = `nats://${address}`;
	const seed = home.file('sys.nk', nkey.seed);
	const word = home.file('word', secret.sys);
	home.context('sys', {url, user: 'sys', password: secret.sys});
	home.context('sys-file', {url, user: 'sys', password: `file://${word}`});
	home.context('mistyped', {url, user: 'sys', password: secret.wrong});
	await tryAll(home, {
		secrets: [...Object.values(secret), ...pieces(nkey.seed)],
		commands: [
			{command: ['watch'], exitCode: 0},
			{command: ['balance', '--yes', '--json'], exitCode: 0},
			{command: ['report', '--sevrer'], exitCode: 2},
		],
		ways: [
			{
				args: [
					`--server=nats://sys:${secret.sys}@${address}`,
					`--act-as=SHOP=nats://shop:${secret.shop}@${address}`,
				],
			},
			{args: ['--server', url, '--user', 'sys', '--password', secret.sys]},
			{args: ['--server', url], env: {NATS_USER: 'sys', NATS_PASSWORD: secret.sys}},
			{args: ['--context', 'sys-file', '--act-as-contexts']},
			{args: ['--server', url, '--nkey', seed]},
		],
		refused: [
			{args: ['--server', `nats://sys:${secret.wrong}@${address}`], says: /refused the user sys/},
			{args: ['--server', `nats://sys:${secret.wrong}`], says: /--server/},
			{args: ['--server', url, '--nkey', nkey.seed], says: /--nkey/},
			{args: ['--server', url, '--token', secret.token], says: /refused/},
			{args: ['--context', 'mistyped'], says: /cannot connect to mistyped/},
			{
				args: ['--context', 'sys', '--act-as', `SHOP=nats://shop:${secret.wrong}`],
				says: /--act-as/,
			},
		],
	});
});

it('by credentials, or by a JWT and its seed', async () => {
	const home = temporaryHome();
	const keys = createOperatorKeys();
	const sys = keys.user({account: 'SYS'});
	const expired = keys.user({account: 'SYS', expiresAt: 1});
	const {address} = await startLoneServer(
		`server_name: n1\njetstream {store_dir: "${home.folder}/store"}\n${keys.config}`,
	);
	const file = home.file('sys.creds', sys.creds);
	const embedded = Buffer.from(sys.creds).toString('base64');
	await tryAll(home, {
		secrets: [
			...[sys.seed, sys.jwt, expired.seed, expired.jwt].flatMap(pieces),
			embedded.slice(100, 140),
		],
		ways: [
			{args: ['--server', address, '--creds', file]},
			{args: ['--server', address, '--creds', `data:;base64,${embedded}`]},
			{args: ['--server', address, '--jwt', sys.jwt, '--seed', sys.seed]},
		],
		refused: [
			{args: ['--server', address, '--creds', sys.creds], says: /--creds/},
			{args: ['--server', address, '--jwt', sys.seed, '--seed', sys.jwt], says: /--jwt/},
			{
				args: ['--server', address, '--jwt', expired.jwt, '--seed', expired.seed],
				says: /expired/,
			},
		],
	});
});

it('by a token', async () => {
	const home = temporaryHome();
	// A server with a token has no other account than the global one.
	const {address} = await startLoneServer(
		`server_name: n1\njetstream {store_dir: "${home.folder}/store"}\nauthorization {token: "${secret.token}"}`,
	);
	await tryAll(home, {
		secrets: Object.values(secret),
		ways: [
			{args: ['--server', address, '--token', secret.token]},
			{args: ['--server', `nats://${secret.token}@${address}`]},
			{args: ['--server', address], env: {NATS_TOKEN: secret.token}},
		],
		refused: [{args: ['--server', address, '--token', secret.wrong], says: /refused/}],
	});
});

it("by a client's certificate", async () => {
	const home = temporaryHome();
	const authority = createAuthority(home.folder);
	const server = authority.issue('server', 'IP:127.0.0.1');
	const client = authority.issue('client', 'DNS:client');
	const {address} = await startLoneServer(`
		server_name: n1
		jetstream {store_dir: "${home.folder}/store"}
		accounts {SYS {users: [{user: sys, password: "${secret.sys}"}]}}
		system_account: SYS
		tls {cert_file: "${server.cert}", key_file: "${server.key}", ca_file: "${authority.ca}", verify: true}
	`);
	const who = ['--server', `nats://sys:${secret.sys}@${address}`, '--tlsca', authority.ca];
	const keyLines = readFileSync(client.key, 'utf8').split('\n').slice(1, 3);
	await tryAll(home, {
		secrets: [secret.sys, ...keyLines],
		ways: [{args: [...who, '--tlscert', client.cert, '--tlskey', client.key]}],
		refused: [
			{args: who, says: /certificate/},
			{args: [...who, '--tlscert', client.key, '--tlskey', client.key], says: /certificate/},
			{args: [...who, '--tlscert', client.cert, '--tlskey', keyLines.join('')], says: /--tlskey/},
		],
	});
});

type Trial = {
	readonly secrets: readonly string[];
	readonly ways: readonly WayIn[];
	readonly refused: readonly Refused[];
	/** Run in the first way, besides `report` and a look at the screen. */
	readonly commands?: readonly {readonly command: readonly string[]; readonly exitCode: number}[];
};

/** Has the program write all that it can write, and looks for secrets in it. */
async function tryAll(
	home: TemporaryHome,
	{secrets, ways, refused, commands = []}: Trial,
): Promise<void> {
	const out = path.join(home.folder, 'out');
	mkdirSync(out);
	const told: string[] = [];
	const run = async ({args, env}: WayIn, command: readonly string[]): Promise<CliResult> => {
		const result = await runCli([...command, ...args], {
			env: {...home.env, XDG_STATE_HOME: out, ...env},
		});
		told.push(result.stdout, result.stderr);
		return result;
	};

	for (const [index, way] of ways.entries()) {
		const report = await run(way, ['report', '--json', '--groups']);
		expect(report, report.stderr).toMatchObject({exitCode: 0});

		if (index === 0) {
			for (const {command, exitCode} of commands) {
				const result = await run(way, command);
				expect(result, result.stderr).toMatchObject({exitCode});
			}

			told.push(await look(home, way, out));
		}
	}

	for (const way of refused) {
		const {exitCode, stdout, stderr} = await run(way, ['report', '--timeout', '1s']);
		expect(stdout).toBe('');
		expect(stderr).toMatch(way.says);
		expect(stderr.trim().split('\n')).toHaveLength(1);
		expect([2, 3]).toContain(exitCode);
	}

	const files = readdirSync(out, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(({parentPath, name}) => path.join(parentPath, name));
	expect(files.filter(file => file.endsWith('.md'))).toHaveLength(1);
	expect(files.filter(file => file.endsWith('.recording'))).toHaveLength(1);
	for (const file of files) {
		expect(statSync(file).mode & 0o777, file).toBe(0o600);
		const bytes = readFileSync(file);
		// Recordings are members of gzip.
		told.push((bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8'));
	}

	const everything = told.join('\n');
	expect(everything).toContain('"clusters"');
	expect(everything).toContain('n1');
	for (const each of secrets) {
		expect(each.length).toBeGreaterThan(8);
		expect(everything).not.toContain(each);
		expect(everything).not.toContain(Buffer.from(each).toString('base64').slice(2, -4));
	}
}

/** A look at the live screen, what it leaves behind included. Returns all that it wrote to its terminal. */
async function look(home: TemporaryHome, {args, env}: WayIn, out: string): Promise<string> {
	const recording = path.join(out, `${readdirSync(out).length}.recording`);
	const screen = openPty({
		args: [cliFile, ...args, '--record', recording],
		env: {...home.env, XDG_STATE_HOME: out, ...env},
		cwd: out,
		columns: 140,
		rows: 40,
	});
	try {
		await screen.until(shows(/live/));
		await screen.until(shows(/^│?.n1 /));
		screen.keys('v');
		await screen.until(shows(/accounts of/));
		screen.keys('qw');
		await screen.until(shows(/leadertop-.*\.md/));
		const title = processTitle(screen.pid);
		expect(title).toMatch(/^(leadertop\0*)?$/);
		screen.keys('q');
		await screen.exited;
		return [screen.raw(), ...screen.lines(), title].join('\n');
	} finally {
		await screen.close();
	}
}

/** What `ps` shows of a process, where there is a file to read it from. */
function processTitle(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
	} catch {
		return '';
	}
}

/** Not even a part may be seen, such as a parser quotes. */
function pieces(text: string): readonly string[] {
	return [text.slice(2, 24), text.slice(-24, -4)];
}

function shows(pattern: RegExp): (lines: readonly string[]) => boolean {
	return lines => lines.some(line => pattern.test(line));
}
