import type {Move} from '../domain/move.ts';
import type {GroupKey} from '../domain/raft-group.ts';
import type {Flight} from './flight.ts';

/** Moves on their way, and how many they are at each server. */
export class Flights {
	readonly #flights = new Map<GroupKey, Flight>();
	readonly #perServer = new Map<string, number>();

	get size(): number {
		return this.#flights.size;
	}

	/** In the order in which they were added. */
	all(): Iterable<Flight> {
		return this.#flights.values();
	}

	moves(): ReadonlyMap<GroupKey, Move> {
		return new Map(Array.from(this.#flights, ([key, {move}]) => [key, move]));
	}

	/** Lets each take from the picture an election that no event reported. */
	checkPicture(): void {
		for (const flight of this.all()) {
			flight.checkPicture();
		}
	}

	has(group: GroupKey): boolean {
		return this.#flights.has(group);
	}

	get(group: GroupKey): Flight | undefined {
		return this.#flights.get(group);
	}

	/** Whether the move's group is free and no server that it touches has that many of them already. */
	hasRoomFor(move: Move, limitPerServer: number): boolean {
		return (
			!this.has(move.group) &&
			serversOf(move).every(server => (this.#perServer.get(server) ?? 0) < limitPerServer)
		);
	}

	/**
	 * Whether an undirected step-down may be sent to this leader: only while all others are at the same one. The request
	 * reaches all servers, and one that is late, busy with a step-down of its own, may lead the group by then and step
	 * down again (seen on 2.9.10 and 2.10.27).
	 */
	mayChooseFreely(from: string): boolean {
		return [...this.all()].every(({directed, move}) => directed || move.from === from);
	}

	/** How many are on their way towards a server in an account. */
	countTowards(accountId: string, server: string | undefined): number {
		return [...this.all()].filter(
			({move, group}) => move.to === server && group.accountId === accountId,
		).length;
	}

	add(flight: Flight): void {
		this.#flights.set(flight.move.group, flight);
		this.#count(flight.move, 1);
	}

	/** Does nothing for one that is not among them. */
	remove(flight: Flight): void {
		if (this.get(flight.move.group) === flight) {
			this.#flights.delete(flight.move.group);
			this.#count(flight.move, -1);
		}
	}

	#count(move: Move, change: 1 | -1): void {
		for (const server of serversOf(move)) {
			this.#perServer.set(server, (this.#perServer.get(server) ?? 0) + change);
		}
	}
}

/** The servers whose load a move changes, as far as one can know beforehand. */
function serversOf({from, to}: Move): readonly string[] {
	return to === undefined ? [from] : [from, to];
}
