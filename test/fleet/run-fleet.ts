import {sleep} from '../../source/time/sleep.ts';
import type {NatsConnection} from 'nats';
import {seededRandom} from '../support/random.ts';
import {FleetChurn} from './fleet-churn.ts';
import {StepDownAnswers} from './answer-step-down.ts';
import {FleetElections} from './fleet-elections.ts';
import {
	orderSubject,
	type FleetOptions,
	type FleetOrder,
	type FleetTruth,
} from './fleet-options.ts';
import {isUp, type FleetServer, type FleetWorld} from './fleet-world.ts';
import {foundFleet, serverId} from './found-fleet.ts';
import type {Advisory} from './replies/advisories.ts';
import {serverInfo} from './replies/server-info.ts';
import {SystemService} from './system-service.ts';

/**
 * Plays all servers of a fleet over one connection to the account that stands for their system account. What their
 * accounts ask and hear comes through `FLEET.<account>.…`, which the carrying server maps to the accounts' own subjects.
 */
export function runFleet(connection: NatsConnection, options: FleetOptions): void {
	const world = foundFleet(options, Date.now());
	const announceIn = (account: string, {subject, text}: Advisory) => {
		connection.publish(`FLEET.${account}.ADVISORY.${subject}`, text);
	};
	const elections = new FleetElections(world, {
		random: seededRandom((options.seed ?? 1) + 1),
		electionMs: options.electionMs ?? 20,
		announce(advisory, account) {
			connection.publish(`$JS.EVENT.ADVISORY.${advisory.subject}`, advisory.text);
			if (account !== undefined) {
				announceIn(account, advisory);
			}
		},
	});
	const churn = new FleetChurn(world, {options, elections, announceIn});
	const service = new SystemService(connection, world);
	const stepDowns = new StepDownAnswers(world, elections);
	answerAccounts(connection, world, stepDowns);
	if (world.growthEveryMs > 0) {
		setInterval(() => {
			world.growth++;
		}, world.growthEveryMs).unref();
	}

	const orders = new Orders(connection, world, {elections, service, churn});
	connection.subscribe(orderSubject, {
		callback(_error, message) {
			void orders
				.carryOut(message.json<FleetOrder>())
				.then(
					(result = {}) => ({result}),
					(error: unknown) => ({error: String(error)}),
				)
				.then(answer => message.respond(JSON.stringify(answer)));
		},
	});
}

function answerAccounts(
	connection: NatsConnection,
	world: FleetWorld,
	stepDowns: StepDownAnswers,
): void {
	const respond = (account: string, tokens: readonly string[], body: string) =>
		stepDowns.answer(account, tokens, body);
	connection.subscribe('FLEET.*.API.>', {
		callback(_error, message) {
			const [, account = '', , ...tokens] = message.subject.split('.');
			const answer = respond(account, tokens, message.string());
			if (answer !== undefined) {
				message.respond(answer);
			}
		},
	});
	connection.subscribe('$JS.API.META.LEADER.STEPDOWN', {
		callback(_error, message) {
			message.respond(respond('', ['META', 'LEADER', 'STEPDOWN'], message.string()) ?? '');
		},
	});
	const identify = (account: string) => {
		const [server] = world.servers.filter(isUp);
		const info = server ? serverInfo(server, world, Date.now()) : '{}';
		const data = {user: account.toLowerCase(), account, account_name: account};
		return `{"server":${info},"data":${JSON.stringify(data)}}`;
	};
	connection.subscribe('FLEET.*.USER', {
		callback(_error, message) {
			message.respond(identify(message.subject.split('.')[1] ?? ''));
		},
	});
	connection.subscribe('$SYS.REQ.USER.INFO', {
		callback(_error, message) {
			message.respond(identify('SYS'));
		},
	});
}

type OrderedParts = {
	readonly elections: FleetElections;
	readonly service: SystemService;
	readonly churn: FleetChurn;
};

class Orders {
	readonly #connection: NatsConnection;
	readonly #world: FleetWorld;
	readonly #elections: FleetElections;
	readonly #service: SystemService;
	readonly #churn: FleetChurn;

	constructor(connection: NatsConnection, world: FleetWorld, parts: OrderedParts) {
		this.#connection = connection;
		this.#world = world;
		this.#elections = parts.elections;
		this.#service = parts.service;
		this.#churn = parts.churn;
	}

	async carryOut(order: FleetOrder): Promise<object | undefined> {
		switch (order.type) {
			case 'elect': {
				await this.#elections.flood(order.elections, order.overMs);
				return undefined;
			}

			case 'elect-silently': {
				await this.#elections.flood(order.elections, 0, true);
				return undefined;
			}

			case 'churn': {
				await this.#churn.run(order.streams, order.overMs);
				return undefined;
			}

			case 'truth': {
				return truthOf(this.#world);
			}

			case 'cost': {
				return this.#service.cost();
			}

			default: {
				await this.#change(this.#server(order.server), order);
				return undefined;
			}
		}
	}

	async #change(
		server: FleetServer,
		order: Extract<FleetOrder, {readonly server: string}>,
	): Promise<void> {
		switch (order.type) {
			case 'kill': {
				this.#end(server);
				break;
			}

			case 'stop': {
				this.#say(server, 'SHUTDOWN');
				this.#end(server);
				break;
			}

			case 'lame-duck': {
				this.#say(server, 'LAMEDUCK');
				this.#elections.replace(server);
				break;
			}

			case 'start': {
				server.id = serverId(server.name, Date.now());
				server.startedAt = Date.now();
				server.state = 'recovering';
				this.#elections.touchAll();
				this.#service.listen(server);
				await sleep(order.recoveringMs);
				server.state = 'up';
				this.#elections.readmit(server);
				break;
			}

			case 'slow': {
				server.delayMs = order.delayMs;
				break;
			}

			case 'mute': {
				server.muted = order.muted;
				break;
			}

			case 'load': {
				server.cpuPercent = order.cpuPercent;
				break;
			}
		}
	}

	#end(server: FleetServer): void {
		server.state = 'down';
		this.#service.deafen(server);
		this.#elections.touchAll();
		this.#elections.replace(server);
	}

	#say(server: FleetServer, what: 'SHUTDOWN' | 'LAMEDUCK'): void {
		this.#connection.publish(
			`$SYS.SERVER.${server.id}.${what}`,
			serverInfo(server, this.#world, Date.now()),
		);
	}

	#server(wanted: string): FleetServer {
		const found = this.#world.servers.find(({name}) => name === wanted);
		if (!found) {
			throw new RangeError(`the fleet has no server ${wanted}`);
		}

		return found;
	}
}

function truthOf({groups, metaLeader}: FleetWorld): FleetTruth {
	return {
		metaLeader: metaLeader?.name,
		groups: Array.from(groups.values(), ({account, stream, consumer, leader, peers}) => ({
			account: account.name,
			stream,
			consumer,
			leader: leader?.name,
			peers: peers.map(({name}) => name),
		})),
	};
}
