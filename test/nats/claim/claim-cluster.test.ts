import type {NatsConnection} from 'nats';
import {afterAll, beforeAll, expect, it, vi} from 'vitest';
import type {ClaimHolder} from '../../../source/cluster.ts';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {claimCluster, watchClaims} from '../../../source/nats/claim/claim-cluster.ts';
import {openNotices} from '../../../source/nats/claim/notices.ts';
import type {ClaimConnections} from '../../../source/nats/claim/claim-connections.ts';
import {Link} from '../../../source/nats/client/link.ts';
import {startTestCluster} from '../../support/with-cluster.ts';

let cluster: LocalCluster;
let ours: NatsConnection;
let theirs: NatsConnection;

beforeAll(async () => {
	cluster = await startTestCluster({servers: 1});
	ours = await cluster.connect('SYS');
	theirs = await cluster.connect('SYS');
});

afterAll(async () => {
	await ours?.close();
	await theirs?.close();
	await cluster?.stop();
});

const ask = async (connection: NatsConnection, who: string, name = 'east') =>
	claimCluster(connectionsOf(connection), {cluster: name, who, purpose: 'run'});

it('tells others what is kept empty and how far a roll is, also those who come later, and takes it back', async () => {
	const roll = {turn: 'n2', state: 'is offline', done: ['n1'], left: ['n2', 'n3']};
	const teller = openNotices(connectionsOf(ours), 'north', 'ann@a', () => {});
	await teller.heard;
	teller.tell({drained: ['n2'], roll});
	let changed = () => {};
	const later = openNotices(connectionsOf(theirs), 'north', 'bob@b', () => {
		changed();
	});
	await later.heard;
	expect(later.others()).toEqual([{who: 'ann@a', drained: ['n2'], roll}]);
	expect(teller.others()).toEqual([]);

	const takenBack = new Promise<void>(resolve => {
		changed = resolve;
	});
	await teller.end();
	await takenBack;
	expect(later.others()).toEqual([]);
	await later.end();
});

it('forgets what one tells that falls silent', async () => {
	const dying = await cluster.connect('SYS');
	const teller = openNotices(connectionsOf(dying), 'south', 'ann@a', () => {});
	let changed = () => {};
	const other = openNotices(connectionsOf(theirs), 'south', 'bob@b', () => {
		changed();
	});
	const heard = new Promise<void>(resolve => {
		changed = resolve;
	});
	teller.tell({drained: ['n2'], roll: undefined});
	await heard;
	expect(other.others()).toHaveLength(1);
	const forgotten = new Promise<void>(resolve => {
		changed = resolve;
	});
	await dying.close();
	await forgotten;
	expect(other.others()).toEqual([]);
	await other.end();
});

it('refuses the second, names the first, and frees the cluster on release', async () => {
	const first = await ask(ours, 'ann@a');
	const second = await ask(theirs, 'bob@b');
	expect(second).toMatchObject({type: 'refused'});
	expect(second.type === 'refused' && second.reason).toMatch(
		/^ann@a is moving leaders on east since/,
	);
	expect(await ask(theirs, 'bob@b', 'west of east')).toMatchObject({type: 'held'});

	await release(first);
	const third = await ask(theirs, 'bob@b');
	expect(third).toMatchObject({type: 'held'});
	await release(third);
});

it('says of one that keeps the cluster even how it ends: never by itself', async () => {
	const keeper = await claimCluster(connectionsOf(ours), {
		cluster: 'east',
		who: 'ann@a',
		purpose: 'keep',
	});
	const second = await ask(theirs, 'bob@b');
	expect(second.type === 'refused' && second.reason).toMatch(
		/^ann@a keeps east even since .*: stop its service, or send it SIGTERM$/,
	);
	await release(keeper);
});

it('gives it to exactly one of those who ask at the same time', async () => {
	const answers = await Promise.all([
		ask(ours, 'ann@a'),
		ask(theirs, 'bob@b'),
		ask(ours, 'cid@c'),
		ask(theirs, 'dot@d'),
	]);
	expect(answers.filter(({type}) => type === 'held')).toHaveLength(1);
	await Promise.all(answers.map(release));
});

it('is free as soon as its holder is dead', async () => {
	const doomed = await cluster.connect('SYS');
	expect(await ask(doomed, 'ann@a')).toMatchObject({type: 'held'});
	await doomed.close();
	let next = await ask(ours, 'bob@b');
	// The news of its end goes from server to server.
	await vi.waitUntil(async () => {
		next = next.type === 'held' ? next : await ask(ours, 'bob@b');
		return next.type === 'held';
	});
	await release(next);
});

it('shows who is at work to those who only look', async () => {
	const seen: Array<ClaimHolder | undefined> = [];
	let tell: () => void = () => {};
	const unwatch = watchClaims(connectionsOf(theirs), 'east', holder => {
		seen.push(holder);
		tell();
	});
	await theirs.flush();
	const ended = new Promise<void>(resolve => {
		tell = () => {
			if (seen.at(-1) === undefined) {
				resolve();
			}
		};
	});
	await release(
		await claimCluster(connectionsOf(ours), {cluster: 'east', who: 'ann@a', purpose: 'keep'}),
	);
	await ended;
	unwatch();
	expect(seen[0]).toMatchObject({who: 'ann@a', purpose: 'keep'});
});

it('gives up asking when it is told to', async () => {
	const ending = new AbortController();
	const asking = claimCluster(connectionsOf(ours), {
		cluster: 'east',
		who: 'ann@a',
		purpose: 'run',
		signal: ending.signal,
	});
	ending.abort(new Error('enough'));
	await expect(asking).rejects.toThrow('enough');
});

function connectionsOf(connection: NatsConnection): ClaimConnections {
	return {
		now: () => [{link: new Link(connection), who: 'this user'}],
		opened: () => Promise.resolve(),
		onOpened: () => () => {},
	};
}

async function release(answer: Awaited<ReturnType<typeof claimCluster>>): Promise<void> {
	if (answer.type === 'held') {
		await answer.release();
	}
}
