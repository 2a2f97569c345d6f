import type {SimWorld} from './sim-world.ts';
import {rateAfter} from './traffic.ts';

/** Lets what each server's leaders took in during the last `elapsedMs` show in the server's counters. */
export function countTraffic(world: SimWorld, now: number, elapsedMs: number): void {
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
