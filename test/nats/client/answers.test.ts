import {errors, PermissionViolationError, type Msg, type NatsConnection} from 'nats';
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {Answers, type Question} from '../../../source/nats/client/answers.ts';
import {startTestCluster} from '../../support/with-cluster.ts';

let local: LocalCluster;
let connection: NatsConnection;
let answers: Answers;
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
	answers = new Answers(connection, '_INBOX');
	return async () => connection.close();
});

afterAll(async () => {
	await local.stop();
});

function question(subject: string, more: Partial<Question> = {}): Question {
	return {subject, payload: '!', headers: undefined, timeoutMs: 10_000, signal: undefined, ...more};
}

test('finds each question its own answer', async () => {
	const names = Array.from({length: 500}, (_, index) => `q${index}`);
	const found = await Promise.all(names.map(async name => answers.to(question(`echo.${name}`))));
	expect(found.map(answer => answer.string())).toEqual(names.map(name => `${name}!`));
});

test('says that nobody listens, and that nobody answers in time', async () => {
	await expect(answers.to(question('void'))).rejects.toThrow(errors.NoRespondersError);
	await expect(answers.to(question('silence', {timeoutMs: 50}))).rejects.toThrow(
		errors.TimeoutError,
	);
	expect(heard).toEqual(['silence']);
});

test('says at once what may not be asked, and goes on with the rest', async () => {
	const denied = ['secret.a', 'secret.b'].map(async subject => answers.to(question(subject)));
	const allowed = answers.to(question('echo.a'));
	for (const refusal of denied) {
		await expect(refusal).rejects.toThrow(PermissionViolationError);
	}

	expect((await allowed).string()).toBe('a!');
});

test('gives up when it is told to, or when the connection ends', async () => {
	const giving = new AbortController();
	const calledOff = answers.to(question('silence', {signal: giving.signal}));
	const cutOff = answers.to(question('silence'));
	giving.abort(new Error('enough'));
	await expect(calledOff).rejects.toThrow('enough');
	const ends = expect(cutOff).rejects.toThrow(errors.ClosedConnectionError);
	await connection.close();
	await ends;
	await expect(answers.to(question('echo.a'))).rejects.toThrow(errors.ClosedConnectionError);
});
