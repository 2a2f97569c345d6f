import {rename} from 'node:fs/promises';
import {afterAll, afterEach, beforeAll, expect, it} from 'vitest';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {accountApi} from '../nats/account-api.ts';
import {temporaryHome, type TemporaryHome} from '../nats/access/temporary-home.ts';
import {cliFile} from '../support/cli-file.ts';
import {openPty, type PtyScreen} from '../support/pty-screen.ts';
import {startTestCluster} from '../support/with-cluster.ts';

const shopPassword = 'hush-shop-90c4';

/** With streams: how many in the cluster of three servers. */
const streams = {SHOP: 3, PAY: 2, OPS: 1};

let local: LocalCluster;
let home: TemporaryHome;
let removeHome = () => {};
let screen: PtyScreen | undefined;

beforeAll(async () => {
	home = temporaryHome(remove => {
		removeHome = remove;
	});
	local = await startTestCluster({
		clusters: {east: 3, west: 1},
		accounts: [
			{name: 'SHOP', users: [{user: 'shop', password: shopPassword}]},
			{name: 'PAY'},
			{name: 'OPS'},
			{name: 'PLAIN', jetStream: false},
		],
	});
	for (const [account, count] of Object.entries(streams)) {
		const api = await accountApi(local, account);
		for (let index = 0; index < count; index++) {
			await api.createStream(`S${index}`, 3);
		}

		await api.close();
	}
});

afterEach(async () => {
	await screen?.close();
	screen = undefined;
});

afterAll(async () => {
	await local?.stop();
	removeHome();
});

it('shows how it stands with every account, and tries again at Ctrl-R', async () => {
	const {port = 0} = local.servers[0] ?? {};
	const password = home.file('pay-password', 'mistyped\n');
	home.context('pay', {
		url: `nats://127.0.0.1:${port}`,
		user: 'pay',
		password: `file://${password}`,
	});
	const shown = open([
		'--server',
		local.systemUrl,
		'--cluster',
		'east',
		'--act-as',
		`SHOP=${local.url('SHOP')}`,
		'--act-as',
		'PAY=pay',
		'--act-as',
		`PLAIN=${local.url('PLAIN')}`,
	]);
	await shown.until(shows(/east 3\/3.*live/));
	shown.keys('v');
	await shown.until(lines =>
		[
			/^│?.SHOP +3 .* ready /,
			/^│?.PAY +2 .* refused /,
			/^│?.OPS +1 .* locked /,
			/^│?.PLAIN +0 .* no JetStream/,
		].every(row => shows(row)(lines)),
	);

	await select('OPS');
	await shown.until(shows(/no credentials for account OPS: add --act-as OPS=/));
	await select('PAY');
	await shown.until(shows(/refused; Ctrl-R retries: --act-as PAY=…: cannot connect to pay/));

	// As an editor saves a file.
	await rename(home.file('pay-password.new', 'pay\n'), password);
	shown.keys('\u0012');
	await shown.until(shows(/^│?.PAY +2 .* ready /));
	shown.keys('\r');
	await shown.until(shows(/account:=PAY/));
});

it('goes from cluster to cluster of a super-cluster at c', async () => {
	const shown = open(['--server', local.systemUrl]);
	await shown.until(shows(/east 3\/3.*live/));
	await shown.until(shows(/^│?.east-n3 /));
	shown.keys('c');
	const west = await shown.until(shows(/west 1\/1/));
	expect(west.some(line => /^│?.west-n1 /.test(line))).toBe(true);
	expect(west.some(line => /^│?.east-n/.test(line))).toBe(false);
	shown.keys('c');
	await shown.until(shows(/east 3\/3/));
});

it('asks for the password that was not given, shows none of it, and goes on', async () => {
	const servers = local.servers.map(({clientUrl}) => clientUrl).join(',');
	const shown = open(['--server', servers, '--user', 'shop']);
	await shown.until(shows(/Password of --user/));
	expect(shown.isAlternate).toBe(false);
	shown.keys(`${shopPassword}\r`);
	await shown.until(shows(/account SHOP only.*east 3\/3.*live/));
	expect(shown.raw()).not.toContain(shopPassword);
	shown.keys('q');
	expect(await shown.exited).toMatchObject({exitCode: 0});
});

function open(args: readonly string[]): PtyScreen {
	screen = openPty({args: [cliFile, ...args], env: home.env, columns: 120, rows: 30});
	return screen;
}

/** Selects an account in the table. */
async function select(account: string): Promise<void> {
	const isSelected = () =>
		screen?.lines().some(line => line.replace(/^│/, '').startsWith(`▸${account} `)) ?? false;
	screen?.keys('g');
	await screen?.until(shows(/^│?▸SHOP /));
	for (const next of ['PAY', 'OPS', 'PLAIN']) {
		if (!isSelected()) {
			screen?.keys('j');
			await screen?.until(shows(new RegExp(`^│?▸${next} `)));
		}
	}

	expect(isSelected()).toBe(true);
}

function shows(pattern: RegExp): (lines: readonly string[]) => boolean {
	return lines => lines.some(line => pattern.test(line));
}
