import {describe, expect, it} from 'vitest';
import type {ConnectionTarget} from '../../../source/nats/access/connection-target.ts';
import {Secret} from '../../../source/nats/access/secret.ts';
import {watchConnection} from '../../../source/nats/access/watch-connection.ts';
import {connectTo} from './connections.ts';
import {openGate} from './gate.ts';
import {startLoneServer} from './lone-server.ts';
import {createOperatorKeys} from './operator-keys.ts';
import {temporaryHome} from './temporary-home.ts';
import {targetAt} from '../target.ts';

describe.each(['2.10', 'newest'] as const)(
	'a connection to nats-server %s that is lost',
	series => {
		it('says what each attempt to get it back came to', async () => {
			const good = await startLoneServer('authorization {user: sys, password: pw}', series);
			const full = await startLoneServer('max_connections: 1', series);
			await connectTo(targetAt([full.address], 'sys', 'pw'));
			const gate = await openGate(good.port);
			const watched = await watch({...targetAt([gate.address], 'sys', 'pw'), timeoutMs: 400});

			gate.mode = 'closes';
			gate.cut();
			await watched.until(`lost ${gate.address}`);
			await watched.until(
				`${gate.address}: the other side closes connections before a greeting; check`,
			);
			gate.mode = 'silent';
			await watched.until(`${gate.address}: the server takes connections but does not greet; `);
			Object.assign(gate, {mode: 'leads', port: full.port});
			await watched.until(`${gate.address}: maximum connections exceeded; `);
			gate.port = good.port;
			await watched.until('back');
		});

		it('says that credentials have expired', async () => {
			const keys = createOperatorKeys();
			const {address} = await startLoneServer(keys.config, series);
			const expiresAt = Math.floor(Date.now() / 1000) + 3;
			const {creds, seed} = keys.user({expiresAt});
			const file = temporaryHome().file('user.creds', creds);
			const watched = await watch({
				...targetAt([address], '', ''),
				authentication: {type: 'creds', creds: {text: new Secret(creds), file}},
			});
			await watched.until(
				`${address}: user authentication expired; the credentials in ${file} expired at `,
			);
			await watched.until(
				`${address}: authorization violation; the credentials in ${file} expired at `,
			);
			expect(watched.told.join()).not.toContain(seed);
		});
	},
);

/** Follows a connection, and what is told of it. */
async function watch(target: ConnectionTarget) {
	const told: string[] = [];
	let look = () => {};
	const tell = (text: string) => {
		told.push(text);
		look();
	};
	const connection = await connectTo(target);
	void watchConnection(connection, target, {
		onLost: tell,
		onBack() {
			tell('back');
		},
		onClosed() {},
	});
	return {
		told,
		until: async (beginning: string) =>
			new Promise<void>(resolve => {
				look = () => {
					if (told.some(text => text.startsWith(beginning))) {
						resolve();
					}
				};
				look();
			}),
	};
}
