import {describe, expect, it} from 'vitest';
import {commandVariables, fillCommand} from '../../../source/domain/roll/fill-command.ts';
import {seededRandom} from '../../support/random.ts';

const names = {server: 'nats-0', id: 'NDXY', host: '10.0.0.4', cluster: 'east'};

describe("the operator's command", () => {
	it('has the names of the server in the place of the braces, and nothing else changed', () => {
		const template =
			"ssh root@{host} 'systemctl restart nats; echo {server} {id} {cluster} {other} ${PATH}'";
		expect(fillCommand(template, names)).toEqual({
			type: 'filled',
			command: "ssh root@10.0.0.4 'systemctl restart nats; echo nats-0 NDXY east {other} ${PATH}'",
		});
	});

	it('is refused where the host is not known, and only if it is asked for', () => {
		expect(fillCommand('ssh {host}', {...names, host: undefined})).toEqual({
			type: 'refused',
			reason: 'nats-0 listens on all addresses, so {host} is not known: use {server}',
		});
		expect(fillCommand('ssh {server}', {...names, host: undefined}).type).toBe('filled');
	});

	it.each([
		'a; rm -rf /',
		"a' b",
		'a"',
		'$(id)',
		'`id`',
		'-oProxyCommand=x',
		'a\nb',
		'ü',
		'',
		'a b',
		'~',
		'*',
		'a&b',
	])('takes no name that a shell could act on: %j', server => {
		expect(fillCommand("ssh x '{server}'", {...names, server})).toMatchObject({
			type: 'refused',
			reason: expect.stringContaining('"$LEADERTOP_SERVER"'),
		});
		expect(commandVariables({...names, server})).toMatchObject({LEADERTOP_SERVER: server});
	});

	it('lets through nothing but plain words, whatever the name', () => {
		const random = seededRandom(3);
		for (let round = 0; round < 2000; round++) {
			const server = String.fromCodePoint(
				...Array.from({length: 1 + random.below(6)}, () => 1 + random.below(300)),
			);
			const filled = fillCommand('{server}', {...names, server});
			expect(filled.type === 'refused' || /^[A-Za-z0-9_:.-]+$/.test(filled.command)).toBe(true);
		}
	});
});
