import {electAfterTimeout, electMetaLeader, handOver, transferTime} from './elections.ts';
import type {Sim, SimServer, SimServerState} from './sim-world.ts';

/** Within this time all leaders have left a server in lame-duck mode, in ms. */
const leavingMs = 4500;

/** From a server's start until its JetStream is up. */
const recoveryMs = 6000;

/** How long the copies of a server are behind after it is back. */
const catchUpMs = 8000;

/** A server announces that it will stop, and hands its leaders over one after another. */
function enterLameDuck(sim: Sim, server: SimServer): void {
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
function shutDown(sim: Sim, server: SimServer): void {
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
function start(sim: Sim, server: SimServer, version: string): void {
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

function change({scheduler}: Sim, server: SimServer, state: SimServerState): void {
	server.state = state;
	server.stateSince = scheduler.now();
}

const beforeFirstMs = 5000;
/** In lame-duck mode; its leaders have left by then. */
const lameDuckMs = 5000;
const stoppedMs = 5000;
/** From one server's start until the next one stops: time to recover and catch up. */
const settlingMs = 20_000;

/** Stops a server in good order and starts it again a few seconds later; without effect where there is none of that name. */
export function restartServer(sim: Sim, name: string): void {
	const server = sim.world.servers.get(name);
	if (server) {
		shutDown(sim, server);
		sim.scheduler.after(stoppedMs, () => {
			start(sim, server, server.version);
		});
	}
}

/** Stops each server in good order and starts it with the new version, one after the other. */
export function upgradeOneByOne(sim: Sim, version: string): void {
	const {world, scheduler} = sim;
	scheduler.after(beforeFirstMs, () => {
		upgradeNext(sim, [...world.servers.values()], version);
	});
}

function upgradeNext(sim: Sim, [server, ...rest]: readonly SimServer[], version: string): void {
	const {scheduler} = sim;
	if (!server) {
		return;
	}

	enterLameDuck(sim, server);
	scheduler.after(lameDuckMs, () => {
		shutDown(sim, server);
		scheduler.after(stoppedMs, () => {
			start(sim, server, version);
			scheduler.after(settlingMs, () => {
				upgradeNext(sim, rest, version);
			});
		});
	});
}
