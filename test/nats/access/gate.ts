import {once} from 'node:events';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';
import {onTestFinished} from 'vitest';

/** A forwarded port, for the length of a test. */
export type Gate = {
	readonly address: string;
	/** What becomes of connections from now on. */
	mode: 'leads' | 'closes' | 'silent';
	/** Where it leads. */
	port: number;
	/** Whether what clients say is kept from the server. */
	holdsBack: boolean;
	/** Breaks the connections that stand. */
	readonly cut: () => void;
};

export async function openGate(port: number): Promise<Gate> {
	const sockets = new Set<Socket>();
	const keep = (socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
	};
	const server = createServer(near => {
		keep(near);
		if (gate.mode === 'closes') {
			near.end();
		} else if (gate.mode === 'leads') {
			const far = connect(gate.port, '127.0.0.1');
			keep(far);
			far.pipe(near);
			near.on('close', () => far.destroy());
			far.on('close', () => near.destroy());
			if (!gate.holdsBack) {
				near.pipe(far);
			}
		}
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const gate: Gate = {
		address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
		mode: 'leads',
		port,
		holdsBack: false,
		cut() {
			for (const socket of sockets) {
				socket.destroy();
			}
		},
	};
	onTestFinished(() => {
		server.close();
		gate.cut();
	});
	return gate;
}
