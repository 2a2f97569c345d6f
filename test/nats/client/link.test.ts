import type {Msg, NatsConnection} from 'nats';
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {Link, NoAnswerError} from '../../../source/nats/client/link.ts';
import {startTestCluster} from '../../support/with-cluster.ts';

let local: LocalCluster;
let connection: NatsConnection;
let link: Link;
const heard: string[] = [];

beforeAll(async () => {
	local = await startTestCluster({
		servers: 1,
		accounts: [
			{
				name: 'SHOP',
				config: 'default_permissions {publish {deny: "secret.>"}}',
			},
		],
	});
	const other = await local.connect('SHOP');
	other.subscribe('echo.*', {
		callback(_error, message: Msg) {
			message.respond(message.subject.slice('echo.'.length) + message.string());
		},
	});
	other.subscribe('silence', {
		callback(_error, {subject}) {
			heard.push(subject);
		},
	});
	await other.flush();
});

beforeEach(async () => {
	connection = await local.connect('SHOP');
	link = new Link(connection);
	return async () => connection.close();
});

afterAll(async () => {
	await local.stop();
});

const ask = async (subject: string, options: {timeoutMs?: number; signal?: AbortSignal} = {}) =>
	link.ask(subject, '!', {timeoutMs: 10_000, ...options});

const unanswered = async (subject: string, timeoutMs?: number) => {
	const error: unknown = await ask(subject, {timeoutMs: timeoutMs ?? 10_000}).catch(
		(reason: unknown) => reason,
	);
	return error instanceof NoAnswerError ? error : expect.unreachable();
};

test('finds each question its own answer', async () => {
	const names = Array.from({length: 500}, (_, index) => `q${index}`);
	const found = await Promise.all(names.map(async name => ask(`echo.${name}`)));
	expect(found.map(answer => answer.string())).toEqual(names.map(name => `${name}!`));
	expect(link.cost().requests).toBe(500);
});

test('says that nobody listens, and that nobody answers in time', async () => {
	expect(await unanswered('void')).toMatchObject({
		isUnheard: true,
		reason: 'no responders',
		denied: undefined,
	});
	expect(await unanswered('silence', 50)).toMatchObject({
		isUnheard: false,
		reason: 'none within 50 ms',
		denied: undefined,
	});
	expect(heard).toEqual(['silence']);
});

test('says at once what may not be asked, and goes on with the rest', async () => {
	const refused: string[] = [];
	link.onPublishRefused(subject => {
		refused.push(subject);
	});
	const denied = ['secret.a', 'secret.b'].map(async subject => unanswered(subject));
	const allowed = ask('echo.a');
	for (const {denied: denial, reason, subject} of await Promise.all(denied)) {
		expect(denial?.operation).toBe('publish');
		expect(reason).toBe(`may not publish to ${subject}`);
	}

	expect((await allowed).string()).toBe('a!');
	expect(refused).toEqual(['secret.a', 'secret.b']);
});

test('gives up when it is told to, or when the connection ends', async () => {
	const giving = new AbortController();
	const calledOff = ask('silence', {signal: giving.signal});
	const cutOff = unanswered('silence');
	giving.abort(new Error('enough'));
	await expect(calledOff).rejects.toThrow('enough');
	await connection.close();
	expect((await cutOff).denied).toBeUndefined();
	expect((await unanswered('echo.a')).denied).toBeUndefined();
});
