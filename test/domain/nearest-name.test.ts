import {expect, it} from 'vitest';
import {nearestName} from '../../source/domain/nearest-name.ts';

const flags = ['--js-domain', '--js-api-prefix', '--js-event-prefix', '--server', '--seed'];

it.each([
	['--js-domian', flags, '--js-domain'],
	['--domain', flags, '--js-domain'],
	['--servr', flags, '--server'],
	// Two are as near: neither is named.
	['--prefix', flags, undefined],
	['--zzz', flags, undefined],
	['nats-7', ['nats-0', 'nats-1', 'nats-2'], undefined],
	['n9', ['n1'], undefined],
	['nats0', ['nats-0', 'nats-1', 'nats-2'], 'nats-0'],
	['reprot', ['report', 'replay'], 'report'],
])('%s among %j', (given, names, meant) => {
	expect(nearestName(given, names)).toBe(meant);
});
