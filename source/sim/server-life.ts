import {electAfterTimeout, handOver} from './hand-over.ts';
import type {Sim} from './sim.ts';
import type {SimServer, SimServerState} from './sim-world.ts';
import {transferTime} from './transfer-time.ts';

/** Within this time all leaders have left a server in lame-duck mode, in ms. */
const leavingMs = 4500;

/** From a server's start until its JetStream is up. */
const recoveryMs = 6000;

/** How long the copies of a server are behind after it is back. */
const catchUpMs = 8000;

/** A server announces that it will stop, and hands its leaders over one after another. */
export function enterLameDuck(sim: Sim, server: SimServer): void {
	const {world, random, scheduler, emit} = sim;
	change(sim, server, 'lame-duck');
	emit({type: 'server-leaving', at: scheduler.now(), server: server.name, how: 'lame-duck'});
	for (const group of world.ledBy(server.name)) {
		if (group.peers.length > 1) {
			scheduler.after(random.whole(0, leavingMs), () => {
				if (group.leader === server.name) {
					handOver(sim, group, transferTime(server.version, random).electedMs);
				}
			});
		}
	}
}

/** A server stops in good order. What it still leads is elected elsewhere at once; what now lacks its quorum has no leader. */
export function shutDown(sim: Sim, server: SimServer): void {
	const {world, random, scheduler, emit} = sim;
	change(sim, server, 'stopped');
	emit({type: 'server-leaving', at: scheduler.now(), server: server.name, how: 'shutdown'});
	for (const group of world.groups.values()) {
		const concerned = group.peers.length > 1 && group.peers.includes(server.name);
		if (concerned && group.leader === server.name) {
			handOver(sim, group, transferTime(server.version, random).electedMs);
		} else if (concerned && group.leader !== undefined && !world.hasQuorum(group)) {
			world.setLeader(group, undefined, scheduler.now());
			emit({type: 'quorum-lost', at: scheduler.now(), group: group.identity});
		}
	}

	if (world.metaLeader === server.name) {
		electMetaLeader(sim);
	}
}

/** A server starts with this version, recovers, and is back with copies that are still behind. */
export function start(sim: Sim, server: SimServer, version: string): void {
	const {world, scheduler} = sim;
	server.version = version;
	server.life++;
	server.startedAt = scheduler.now();
	server.messages = 0;
	server.messagesPerSecond = 0;
	change(sim, server, 'recovering');
	scheduler.after(recoveryMs, () => {
		change(sim, server, 'online');
		server.caughtUpAt = scheduler.now() + catchUpMs;
		for (const group of world.ledBy(undefined)) {
			if (group.peers.includes(server.name) && world.hasQuorum(group)) {
				electAfterTimeout(sim, group);
			}
		}

		if (world.metaLeader === undefined) {
			electMetaLeader(sim);
		}
	});
}

/** The meta group elects one of the servers that are up: the one wanted if it can, and not the one that led if it need not. */
export function electMetaLeader(sim: Sim, wanted?: string): void {
	const {world, random, scheduler, emit} = sim;
	const previous = world.metaLeader;
	world.metaLeader = undefined;
	scheduler.after(random.whole(20, 35), () => {
		const able = [...world.servers.values()].filter(({state}) => state === 'online');
		const next =
			able.find(({name}) => name === wanted) ?? able.find(({name}) => name !== previous) ?? able[0];
		if (next) {
			world.metaLeader = next.name;
			const {name: leader, cluster} = next;
			emit({type: 'meta-leader-changed', at: scheduler.now(), cluster, domain: undefined, leader});
		}
	});
}

function change({scheduler}: Sim, server: SimServer, state: SimServerState): void {
	server.state = state;
	server.stateSince = scheduler.now();
}
