import type {NatsConnection} from 'nats';
import {cleanText} from '../../domain/clean-text.ts';
import {DialError, saidBy} from './client-errors.ts';
import {explainConnectError} from './connect-error.ts';
import type {ConnectionTarget} from './connection-target.ts';

export type ConnectionHandlers = {
	/** Called when the connection is lost, and when more is known of it. @param detail where and why, what to do, in one line */
	readonly onLost: (detail: string) => void;
	readonly onBack: () => void;
	readonly onClosed: (detail: string | undefined) => void;
};

/** Why a server does not take the connection. */
type Reason = {readonly text: string; readonly isSaid: boolean};

/** What a server says last, it says just before it ends the connection, in ms. */
const lastSaidMs = 1000;

const longestDetail = 500;

/** Follows a connection until it is closed. Resolves then. */
export async function watchConnection(
	connection: NatsConnection,
	target: ConnectionTarget,
	{onLost, onBack, onClosed}: ConnectionHandlers,
): Promise<void> {
	const ended = new AbortController();
	let lastSaid: {readonly error: Error; readonly at: number} | undefined;
	let lost = '';
	/** By server, since the connection was lost; undefined while it stands. */
	let reasons: Map<string, Reason> | undefined;
	let notified: string | undefined;

	for await (const status of connection.status()) {
		if (status.type === 'disconnect' && !reasons) {
			reasons = new Map();
			lost = `lost ${status.server}`;
			if (lastSaid && performance.now() - lastSaid.at < lastSaidMs) {
				await note(status.server, lastSaid.error);
			} else {
				notify(lost);
			}
		} else if (status.type === 'reconnecting' && reasons?.size === 0) {
			notify(`${lost}, trying ${connection.getServer()}`);
		} else if (status.type === 'reconnect' && reasons) {
			reasons = undefined;
			notified = undefined;
			onBack();
		} else if (status.type === 'error' && status.error instanceof DialError) {
			void note(status.error.server, status.error.cause);
		} else if (status.type === 'error' && saidBy(status.error) !== undefined) {
			lastSaid = {error: status.error, at: performance.now()};
		}
	}

	ended.abort();
	const reason = await connection.closed();
	onClosed(reason ? cleanText(reason.message, longestDetail) : undefined);

	/** Servers that are silent are looked at, which takes a moment: the connection may be back by then. */
	async function note(server: string, error: unknown): Promise<void> {
		const of = reasons;
		const one = {...target, label: server, servers: [server]};
		const explained = await explainConnectError(error, one, ended.signal).catch(() => undefined);
		if (explained && of && of === reasons) {
			const {said} = explained;
			const first = said === undefined || explained.what.includes(said) ? '' : `${said}; `;
			const text = cleanText(`${server}: ${first}${explained.what}`, longestDetail);
			of.set(server, {text, isSaid: said !== undefined});
			const all = [...of.values()];
			// Where some refuse and others are down, what is said counts. It stays the same while servers are tried in turns.
			notify((all.find(({isSaid}) => isSaid) ?? all.at(-1))?.text ?? text);
		}
	}

	function notify(text: string): void {
		if (text !== notified) {
			notified = text;
			onLost(text);
		}
	}
}
