import {enterLameDuck, shutDown, start} from './server-life.ts';
import type {Sim} from './sim.ts';
import type {SimServer} from './sim-world.ts';

const beforeFirstMs = 5000;
/** In lame-duck mode; by then its leaders have left. */
const leavingMs = 5000;
const stoppedMs = 5000;
/** From a server's start to the next one's turn: it recovers and catches up in between. */
const settlingMs = 20_000;

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
	scheduler.after(leavingMs, () => {
		shutDown(sim, server);
		scheduler.after(stoppedMs, () => {
			start(sim, server, version);
			scheduler.after(settlingMs, () => {
				upgradeNext(sim, rest, version);
			});
		});
	});
}
