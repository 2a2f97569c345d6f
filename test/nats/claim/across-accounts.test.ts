import {afterAll, afterEach, beforeAll, expect, it} from 'vitest';
import type {ClaimAnswer, ClaimHolder, Cluster} from '../../../source/cluster.ts';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {openNatsCluster, type NatsClusterOptions} from '../../../source/nats/open-nats-cluster.ts';
import {startTestCluster} from '../../support/with-cluster.ts';
import {leastPermissions} from '../account/least-permissions.ts';
import {targetAt} from '../target.ts';

/** All that acting takes, and nothing for finding others. */
const unheard = leastPermissions.act.replaceAll(/, "leadertop\.claim\.\*"/g, '');

let local: LocalCluster;
const open = new Set<Cluster>();

beforeAll(async () => {
	const user = (name: string, permissions = '') =>
		`{user: ${name}, password: ${name}, ${permissions}}`;
	local = await startTestCluster({
		servers: 1,
		identity: `accounts {
			SYS {users: [${user('sys')}]}
			SHOP {jetstream: enabled, users: [${user('shop')}, ${user('mover', leastPermissions.act)}, ${user('unheard', unheard)}]}
			PAY {jetstream: enabled, users: [${user('pay')}]}
		}
		system_account: SYS`,
	});
});

afterEach(async () => {
	await Promise.all([...open].map(async cluster => cluster.close()));
	open.clear();
});

afterAll(async () => {
	await local?.stop();
});

const as = (user: string) =>
	targetAt(
		local.servers.map(({port}) => `127.0.0.1:${port}`),
		user,
		user,
	);

/** A leadertop that watches. */
async function leadertop(options: NatsClusterOptions): Promise<Cluster> {
	const cluster = await openNatsCluster(options);
	open.add(cluster);
	cluster.watch(() => {});
	return cluster;
}

const overSystem = async (actor = 'mover') =>
	leadertop({target: as('sys'), actAs: [{account: 'SHOP', target: as(actor)}]});

const ask = async (cluster: Cluster, who: string, purpose: 'run' | 'keep' = 'run') => {
	const answer = await cluster.claim?.({cluster: 'demo', who, purpose});
	if (!answer) {
		throw new Error('Nothing can be claimed');
	}

	return answer;
};

const heldBy = (who: string) => ({
	type: 'refused',
	reason: expect.stringContaining(`${who} is moving leaders on demo`),
});

it('finds one that came in by an account from the system account, and the other way round', async () => {
	const [above, within] = await Promise.all([overSystem(), leadertop({target: as('shop')})]);
	const first = await ask(above, 'ann@a');
	expect(first).toMatchObject({type: 'held', warnings: []});
	expect(await ask(within, 'bob@b')).toMatchObject(heldBy('ann@a'));
	await release(first);

	const second = await ask(within, 'bob@b');
	expect(second).toMatchObject({type: 'held', warnings: []});
	expect(await ask(above, 'ann@a')).toMatchObject(heldBy('bob@b'));
	await release(second);
});

it('gives it to exactly one of those who ask at the same time', async () => {
	const [above, within] = await Promise.all([overSystem(), leadertop({target: as('shop')})]);
	const answers = await Promise.all([ask(above, 'ann@a'), ask(within, 'bob@b')]);
	expect(answers.map(({type}) => type).sort()).toEqual(['held', 'refused']);
	await Promise.all(answers.map(release));
});

it('leaves those alone who share no account', async () => {
	const [above, beside] = await Promise.all([overSystem(), leadertop({target: as('pay')})]);
	const answers = await Promise.all([ask(above, 'ann@a'), ask(beside, 'bob@b')]);
	expect(answers.map(({type}) => type)).toEqual(['held', 'held']);
	await Promise.all(answers.map(release));
});

it('shows who keeps the cluster even, over whichever account', async () => {
	const [above, within] = await Promise.all([overSystem(), leadertop({target: as('shop')})]);
	const seen: Array<ClaimHolder | undefined> = [];
	const ended = new Promise<void>(resolve => {
		above.watchClaims?.('demo', holder => {
			seen.push(holder);
			if (!holder) {
				resolve();
			}
		});
	});
	// Once its own claim has been answered, all its connections are open and listen.
	await release(await ask(above, 'ann@a'));
	await ended;
	seen.length = 0;

	const gone = new Promise<void>(resolve => {
		above.watchClaims?.('demo', holder => {
			if (!holder && seen.length > 0) {
				resolve();
			}
		});
	});
	await release(await ask(within, 'bob@b', 'keep'));
	await gone;
	expect(seen[0]).toMatchObject({who: 'bob@b', purpose: 'keep'});
	expect(seen.at(-1)).toBeUndefined();
});

it('says whose user may neither speak nor hear, and goes on', async () => {
	const [above, within] = await Promise.all([
		overSystem('unheard'),
		leadertop({target: as('shop')}),
	]);
	const answer = await ask(above, 'ann@a');
	expect(answer).toMatchObject({
		type: 'held',
		warnings: [
			expect.stringMatching(
				/^the user of --act-as SHOP=… may not subscribe or publish to leadertop\.claim\.\*: /,
			),
		],
	});
	expect(await ask(within, 'bob@b')).toMatchObject({type: 'held', warnings: []});
	await release(answer);
});

async function release(answer: ClaimAnswer): Promise<void> {
	if (answer.type === 'held') {
		await answer.release();
	}
}
