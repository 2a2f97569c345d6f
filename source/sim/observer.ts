import type {ObservationCost} from '../cluster.ts';
import {inventoryOf, reportMetaGroup, reportServers} from './reports.ts';
import {rateAfter, type Sim, type SimServer, type SimWorld} from './sim-world.ts';

/** Asks all simulated servers for their statistics and some for their inventory, as a real observer does. */
export type Observer = {
	/** Asks for everything, and from then on once an interval. */
	readonly start: () => void;
	/** Asks for everything at once; calls back after the last answer. */
	readonly refresh: (done: () => void) => void;
	readonly setIntervalMs: (intervalMs: number) => void;
	readonly cost: () => ObservationCost;
};

/** Groups that are asked for in one round; more of them take several rounds. */
const groupsPerRound = 5000;
/** Sizes as measured on nats-server 2.15. */
const bytesPerServer = 3300;
const bytesPerGroup = 550;

export function createObserver(sim: Sim, firstIntervalMs: number): Observer {
	const {world, scheduler, random, emit} = sim;
	/** When the inventory of a server's present life was last asked for. */
	const askedAtOf = new Map<string, number>();
	let intervalMs = firstIntervalMs;
	let cancelNextRound: (() => void) | undefined;
	let countedAt = scheduler.now();
	let requests = 0;
	let bytesReceived = 0;

	function ask(choose: (up: readonly SimServer[]) => readonly SimServer[], done: () => void): void {
		requests++;
		scheduler.after(random.whole(3, 9), () => {
			reportStatistics();
			const chosen = choose([...world.servers.values()].filter(({name}) => world.isUp(name)));
			let awaited = chosen.length;
			const answered = () => {
				awaited--;
				if (awaited === 0) {
					done();
				}
			};
			for (const server of chosen) {
				askForInventory(server, answered);
			}

			if (chosen.length === 0) {
				done();
			}
		});
	}

	function reportStatistics(): void {
		const now = scheduler.now();
		countTraffic(world, now, now - countedAt);
		countedAt = now;
		const report = reportServers(world, random, now);
		bytesReceived += report.servers.length * bytesPerServer;
		emit(report);
		for (const event of reportMetaGroup(world, now)) {
			emit(event);
		}
	}

	function askForInventory(server: SimServer, answered: () => void): void {
		const askedAt = scheduler.now();
		requests++;
		askedAtOf.set(lifeOf(server), askedAt);
		scheduler.after(random.whole(5, 40), () => {
			if (world.isUp(server.name)) {
				bytesReceived += world.ledBy(server.name).size * bytesPerGroup;
				for (const event of inventoryOf(world, server.name, askedAt, scheduler.now())) {
					emit(event);
				}
			}

			answered();
		});
	}

	/** Servers never asked in their present life come first. */
	function oldestInventories(up: readonly SimServer[]): readonly SimServer[] {
		const share = Math.floor((up.length * groupsPerRound) / Math.max(1, world.groups.size));
		return up
			.map(server => ({server, askedAt: askedAtOf.get(lifeOf(server)) ?? 0}))
			.sort((a, b) => a.askedAt - b.askedAt)
			.slice(0, Math.max(1, share))
			.map(({server}) => server);
	}

	function scheduleRound(): void {
		cancelNextRound = scheduler.after(intervalMs, () => {
			scheduleRound();
			ask(oldestInventories, () => {});
		});
	}

	return {
		start() {
			ask(
				up => up,
				() => {},
			);
			scheduleRound();
		},
		refresh(done) {
			ask(up => up, done);
		},
		setIntervalMs(next) {
			intervalMs = next;
			if (cancelNextRound) {
				cancelNextRound();
				scheduleRound();
			}
		},
		cost: () => ({requests, bytesReceived}),
	};
}

function lifeOf({name, life}: SimServer): string {
	return `${name}-${life}`;
}

/** Adds the messages of each server's leaders in the last `elapsedMs` to the server's counters. */
function countTraffic(world: SimWorld, now: number, elapsedMs: number): void {
	for (const server of world.servers.values()) {
		let perSecond = 0;
		if (world.isUp(server.name)) {
			for (const {traffic, bornAt} of world.ledBy(server.name)) {
				perSecond += rateAfter(traffic, now - bornAt);
			}
		}

		server.messagesPerSecond = perSecond;
		server.messages += (perSecond * elapsedMs) / 1000;
	}
}
