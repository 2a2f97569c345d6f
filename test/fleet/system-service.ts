import {promisify} from 'node:util';
import {gzip} from 'node:zlib';
import {sleep} from '../../source/time/sleep.ts';
import {headers, type Msg, type NatsConnection, type Subscription} from 'nats';
import type {FleetCost} from './fleet-options.ts';
import {isUp, type FleetServer, type FleetWorld} from './fleet-world.ts';
import {accountDetail} from './replies/account-detail.ts';
import {jsz, type JszOptions} from './replies/jsz.ts';
import {serverInfo} from './replies/server-info.ts';
import {statsz} from './replies/statsz.ts';

const zip = promisify(gzip);

/** nats-server compresses with gzip's fastest level. */
const level = 1;

/** Answers what the servers of a fleet are asked in the system account. */
export class SystemService {
	readonly #connection: NatsConnection;
	readonly #world: FleetWorld;
	readonly #own = new Map<FleetServer, Subscription>();
	/** Inventories, as real servers would put them together side by side on machines of their own. */
	readonly #made = new Map<string, {readonly state: string; readonly body: Promise<Body>}>();
	readonly #working = new Map<FleetServer, number>();
	readonly #questions: Record<string, number> = {};
	#bytes = 0;
	#largestBytes = 0;
	#mostAtOnce = 0;

	constructor(connection: NatsConnection, world: FleetWorld) {
		this.#connection = connection;
		this.#world = world;
		connection.subscribe('$SYS.REQ.SERVER.PING.*', {
			callback: (_error, message) => {
				this.#askAll(message, last(message.subject));
			},
		});
		connection.subscribe('$SYS.REQ.ACCOUNT.*.JSZ', {
			callback: (_error, message) => {
				this.#askAll(message, 'ACCOUNT_JSZ');
			},
		});
		// Everybody is connected to this one: it passes for one of the fleet.
		connection.subscribe(`$SYS.REQ.SERVER.${connection.info?.server_id ?? ''}.*`, {
			callback: (_error, message) => {
				const server = world.servers.find(isUp);
				if (server) {
					void this.#answer(server, message, last(message.subject));
				}
			},
		});
		for (const server of world.servers) {
			this.listen(server);
		}
	}

	/** The server can be asked by its present id. */
	listen(server: FleetServer): void {
		this.deafen(server);
		const subscription = this.#connection.subscribe(`$SYS.REQ.SERVER.${server.id}.*`, {
			callback: (_error, message) => {
				void this.#answer(server, message, last(message.subject));
			},
		});
		this.#own.set(server, subscription);
	}

	deafen(server: FleetServer): void {
		this.#own.get(server)?.unsubscribe();
		this.#own.delete(server);
	}

	cost(): FleetCost {
		return {
			questions: this.#questions,
			bytes: this.#bytes,
			largestBytes: this.#largestBytes,
			mostAtOnce: this.#mostAtOnce,
		};
	}

	#askAll(message: Msg, question: string): void {
		for (const server of this.#world.servers) {
			if (server.state !== 'down') {
				void this.#answer(server, message, question);
			}
		}
	}

	async #answer(server: FleetServer, message: Msg, question: string): Promise<void> {
		if (server.muted || message.reply === undefined) {
			return;
		}

		const isInventory = message.data.length > 40;
		const kind = isInventory ? 'INVENTORY' : question;
		this.#questions[kind] = (this.#questions[kind] ?? 0) + 1;
		const {id} = server;
		this.#work(server, isInventory ? 1 : 0);
		if (server.delayMs > 0) {
			await sleep(server.delayMs);
		}

		// As on real servers.
		const compressed = question !== 'STATSZ' && message.headers?.get('Accept-Encoding') === 'gzip';
		const body = await this.#body(server, question, message, compressed);
		this.#work(server, isInventory ? -1 : 0);
		if (!body || server.state === 'down' || server.id !== id || this.#connection.isClosed()) {
			return;
		}

		this.#bytes += body.bytes.length;
		this.#largestBytes = Math.max(this.#largestBytes, body.rawBytes);
		message.respond(body.bytes, compressed ? {headers: gzipped()} : {});
	}

	#work(server: FleetServer, change: number): void {
		const working = (this.#working.get(server) ?? 0) + change;
		this.#working.set(server, working);
		this.#mostAtOnce = Math.max(this.#mostAtOnce, working);
	}

	async #body(
		server: FleetServer,
		question: string,
		message: Msg,
		compressed: boolean,
	): Promise<Body | undefined> {
		const text = message.string();
		if (!compressed) {
			const reply = this.#reply(server, question, message);
			return reply === undefined ? undefined : bodyOf(reply);
		}

		const key = `${server.name} ${message.subject} ${text}`;
		const state = `${server.id} ${server.revision} ${this.#world.growth}`;
		const made = this.#made.get(key);
		if (made?.state === state) {
			return made.body;
		}

		const reply = this.#reply(server, question, message);
		if (reply === undefined) {
			return undefined;
		}

		const body = zip(reply, {level}).then(bytes => ({bytes, rawBytes: reply.length}));
		this.#made.set(key, {state, body});
		return body;
	}

	#reply(server: FleetServer, question: string, message: Msg): string | undefined {
		const now = Date.now();
		const reply = (part: string) => `{"server":${serverInfo(server, this.#world, now)},${part}}`;
		if (question === 'STATSZ') {
			return reply(`"statsz":${statsz(server, this.#world)}`);
		}

		if (question === 'VARZ' || question === 'CONNZ') {
			return reply('"data":{}');
		}

		const text = message.string();
		let options: JszOptions;
		try {
			options = (text === '' ? {} : JSON.parse(text)) as JszOptions;
		} catch {
			const description = `invalid character '${text[0]}' looking for beginning of value`;
			return reply(`"error":${JSON.stringify({code: 400, description})}`);
		}

		if (question === 'JSZ') {
			return options.leader_only && this.#world.metaLeader !== server
				? undefined
				: reply(`"data":${jsz(server, this.#world, options, now)}`);
		}

		const [, , , name] = message.subject.split('.');
		const account = this.#world.accounts.find(other => other.name === name);
		return question === 'ACCOUNT_JSZ' && account
			? reply(`"data":${accountDetail(server, this.#world, account, options, now)}`)
			: undefined;
	}
}

type Body = {readonly bytes: Uint8Array; readonly rawBytes: number};

function bodyOf(text: string): Body {
	const bytes = Buffer.from(text);
	return {bytes, rawBytes: bytes.length};
}

function gzipped() {
	const encoding = headers();
	encoding.set('Content-Encoding', 'gzip');
	return encoding;
}

function last(subject: string): string {
	return subject.slice(subject.lastIndexOf('.') + 1);
}
