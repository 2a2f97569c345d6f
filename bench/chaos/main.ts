import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {resolveNatsServer} from '../../source/demo/resolve-nats-server.ts';
import {startCluster} from '../../source/demo/start-cluster.ts';
import {accountApi} from '../../test/nats/account-api.ts';
import {openPty} from '../../test/support/pty-screen.ts';
import {seededRandom} from '../../test/support/random.ts';
import {Observer} from './observer.ts';
import {disturbances} from './disturbances.ts';

export type ChaosOptions = {
	readonly minutes: number;
	readonly seed: number;
	/** The built CLI. */
	readonly cli: string;
	readonly log: (line: string) => void;
};

const accounts = ['SHOP', 'PAY'];
const streamsEach = 20;

/**
 * Disturbs a real cluster of five servers and compares what leadertop says with an independent count, before, during and
 * after each disturbance, under a live screen that stays open for all of it.
 * @returns how many faults were found
 */
export async function chaos({minutes, seed, cli, log}: ChaosOptions): Promise<number> {
	const random = seededRandom(seed);
	const folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-chaos-'));
	const binary = (await resolveNatsServer({wanted: {type: 'at-least', version: '2.12.1'}, env: {}}))
		.path;
	const local = await startCluster({
		binary,
		servers: 5,
		accounts: accounts.map(name => ({name})),
		// The shortest that a server takes.
		configure: () => 'lame_duck_duration: "30s"\nlame_duck_grace_period: "1s"',
	});
	const faults: string[] = [];
	const fault = (text: string) => {
		faults.push(text);
		log(`FAULT: ${text}`);
	};
	try {
		for (const account of accounts) {
			const api = await accountApi(local, account);
			for (let index = 0; index < streamsEach; index++) {
				const stream = `${account}-${index}`;
				await api.createStream(stream, index % 7 === 6 ? 1 : index % 5 === 4 ? 5 : 3);
				await api.createConsumer(stream, 'audit');
				await api.createConsumer(stream, 'billing');
			}

			await api.close();
		}

		const audit = path.join(folder, 'audit.jsonl');
		const observer = await Observer.open({local, cli, audit, accounts, fault});
		const screen = openPty({
			args: [
				cli,
				...observer.watching,
				'--audit',
				audit,
				'--record',
				path.join(folder, 'chaos.rec'),
			],
			columns: 120,
			rows: 40,
		});
		await screen.until(lines => lines.some(line => line.includes('live')), 20_000);
		await observer.compareAtRest('at the start');

		const endAt = Date.now() + minutes * 60_000;
		let rounds = 0;
		while (Date.now() < endAt) {
			rounds++;
			const disturb = random.pick(disturbances);
			const name = random.pick(local.servers).name;
			const what = `${rounds}: ${disturb.title} ${name}`;
			log(what);
			observer.disturbing(name);
			const restore = await disturb.begin(local, name);
			await observer.compareWhile(`during ${what}`);
			if (random.chance(0.4)) {
				await observer.act(
					random.pick(['balance', 'drain']),
					random.pick(local.servers).name,
					what,
				);
			}

			await restore();
			await local.untilReady();
			await observer.compareAtRest(`after ${what}`);
			if (random.chance(0.5)) {
				await observer.act('balance', name, what);
				await observer.compareAtRest(`after the balance of ${what}`);
			}
		}

		const totals = observer.totals();
		screen.keys('q');
		await screen
			.until(() => !screen.isAlternate, 10_000)
			.catch(() => {
				fault('the screen did not end at q');
			});
		const {exitCode} = await screen.exited;
		if (exitCode !== 0 || screen.isAlternate || !screen.isCursorVisible) {
			fault(`the screen ended with ${exitCode}; alternate screen: ${screen.isAlternate}`);
		}

		await screen.close();
		await observer.checkAudit();
		await observer.checkReplay(path.join(folder, 'chaos.rec'));
		await observer.close();
		log(
			`${rounds} disturbances, ${totals.looks} reports compared (${totals.complete} complete), ${totals.stepDowns} step-downs checked against the wire: ${faults.length} faults`,
		);
	} finally {
		await local.stop();
		await rm(folder, {recursive: true, force: true});
	}

	return faults.length;
}
