import type {ObservationCost} from '../cluster.ts';
import {countTraffic} from './count-traffic.ts';
import {inventoryOf} from './inventory.ts';
import {reportMetaGroup} from './report-meta-group.ts';
import {reportServers} from './report-servers.ts';
import type {Sim} from './sim.ts';
import type {SimServer} from './sim-world.ts';

/** Asks simulated servers as a real observer does: all for their statistics, and some in turn for their inventory. */
export type Observer = {
	/** Looks at everything, and from then on once an interval. */
	readonly start: () => void;
	/** Looks at everything at once; calls back when the last answer has been handed out. */
	readonly lookAtAll: (done: () => void) => void;
	readonly setIntervalMs: (intervalMs: number) => void;
	readonly cost: () => ObservationCost;
};

/** Groups that are asked for in one round; where there are more it takes several rounds to see all. */
const groupsPerRound = 5000;
/** Sizes as measured on nats-server 2.15. */
const bytesPerServer = 3300;
const bytesPerGroup = 550;

export function createObserver(sim: Sim, firstIntervalMs: number): Observer {
	const {world, scheduler, random, emit} = sim;
	/** When the inventory of a server's present life was last asked for. */
	const lookedAt = new Map<string, number>();
	let intervalMs = firstIntervalMs;
	let callOffNextRound: (() => void) | undefined;
	let countedAt = scheduler.now();
	let requests = 0;
	let bytesReceived = 0;

	function look(
		choose: (up: readonly SimServer[]) => readonly SimServer[],
		done: () => void,
	): void {
		requests++;
		scheduler.after(random.whole(3, 9), () => {
			tellOfServers();
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

	function tellOfServers(): void {
		const now = scheduler.now();
		countTraffic(world, now, now - countedAt);
		countedAt = now;
		const report = reportServers(world, random, now);
		bytesReceived += report.servers.length * bytesPerServer;
		emit(report);
		for (const told of reportMetaGroup(world, now)) {
			emit(told);
		}
	}

	function askForInventory(server: SimServer, answered: () => void): void {
		const askedAt = scheduler.now();
		requests++;
		lookedAt.set(lifeOf(server), askedAt);
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

	/** Those whose inventory is oldest, new ones first of all. */
	function nextInTurn(up: readonly SimServer[]): readonly SimServer[] {
		const share = Math.floor((up.length * groupsPerRound) / Math.max(1, world.groups.size));
		return up
			.map(server => ({server, lastLook: lookedAt.get(lifeOf(server)) ?? 0}))
			.sort((a, b) => a.lastLook - b.lastLook)
			.slice(0, Math.max(1, share))
			.map(({server}) => server);
	}

	function scheduleRound(): void {
		callOffNextRound = scheduler.after(intervalMs, () => {
			scheduleRound();
			look(nextInTurn, () => {});
		});
	}

	return {
		start() {
			look(
				up => up,
				() => {},
			);
			scheduleRound();
		},
		lookAtAll(done) {
			look(up => up, done);
		},
		setIntervalMs(next) {
			intervalMs = next;
			if (callOffNextRound) {
				callOffNextRound();
				scheduleRound();
			}
		},
		cost: () => ({requests, bytesReceived}),
	};
}

function lifeOf({name, life}: SimServer): string {
	return `${name}-${life}`;
}
