import {sleep} from '../../source/time/sleep.ts';
import {seededRandom, type Random} from '../support/random.ts';
import type {FleetElections} from './fleet-elections.ts';
import type {FleetOptions} from './fleet-options.ts';
import {enter, remove, type FleetGroup, type FleetWorld} from './fleet-world.ts';
import {Founder} from './found-fleet.ts';
import {action, type Advisory} from './replies/advisories.ts';

export type ChurnMeans = {
	readonly options: FleetOptions;
	readonly elections: FleetElections;
	/** Tells who listens in an account. */
	readonly announceIn: (account: string, advisory: Advisory) => void;
};

/** Streams and consumers come and go, under names that no other had before. */
export class FleetChurn {
	readonly #world: FleetWorld;
	readonly #elections: FleetElections;
	readonly #announceIn: ChurnMeans['announceIn'];
	readonly #random: Random;
	readonly #founder: Founder;
	#created: number;

	constructor(world: FleetWorld, {options, elections, announceIn}: ChurnMeans) {
		this.#world = world;
		this.#elections = elections;
		this.#announceIn = announceIn;
		this.#random = seededRandom((options.seed ?? 1) + 2);
		this.#founder = new Founder(options, world.servers, this.#random);
		this.#created = world.streams.size;
	}

	/** Deletes so many streams, the oldest first, and creates as many, evenly over a time. */
	async run(streams: number, overMs: number): Promise<void> {
		const startedAt = Date.now();
		for (let done = 0; done < streams; done++) {
			const dueInMs = startedAt + (done * overMs) / streams - Date.now();
			if (dueInMs > 1) {
				await sleep(dueInMs);
			}

			this.#deleteOldest();
			this.#create();
		}
	}

	#deleteOldest(): void {
		for (const oldest of this.#world.streams) {
			remove(this.#world, oldest, Date.now());
			this.#tell(oldest, 'DELETED');
			return;
		}
	}

	#create(): void {
		const account = this.#random.pick(this.#world.accounts);
		const stream = this.#founder.stream(account, ++this.#created, Infinity, Date.now());
		enter(this.#world, stream);
		this.#tell(stream, 'CREATED');
		for (const group of [stream, ...stream.consumers]) {
			this.#elections.elect(group, {preferred: group.leader});
		}
	}

	/** Servers tell nobody of the consumers that a stream takes along. */
	#tell(stream: FleetGroup, done: 'CREATED' | 'DELETED'): void {
		const told = done === 'CREATED' ? [stream, ...stream.consumers] : [stream];
		for (const group of told) {
			this.#announceIn(group.account.name, action(group, done, Date.now()));
		}
	}
}
