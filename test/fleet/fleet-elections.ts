import {sleep} from '../../source/time/sleep.ts';
import type {Random} from '../support/random.ts';
import {
	hasQuorum,
	isUp,
	setLeader,
	type FleetGroup,
	type FleetServer,
	type FleetWorld,
} from './fleet-world.ts';
import {leaderElected, metaLeaderElected, quorumLost, type Advisory} from './replies/advisories.ts';

/** @param account the group's; undefined for an advisory of the meta group */
export type Announce = (advisory: Advisory, account: string | undefined) => void;

/** Who leads what changes here, and is announced. */
export class FleetElections {
	readonly #world: FleetWorld;
	readonly #random: Random;
	readonly #electionMs: number;
	readonly #announce: Announce;

	constructor(
		world: FleetWorld,
		{
			random,
			electionMs,
			announce,
		}: {readonly random: Random; readonly electionMs: number; readonly announce: Announce},
	) {
		this.#world = world;
		this.#random = random;
		this.#electionMs = electionMs;
		this.#announce = announce;
	}

	/** Steps a group's leader down; the wanted server is elected when it is up. */
	async stepDown(group: FleetGroup, preferred?: FleetServer): Promise<void> {
		const before = group.leader;
		await sleep(this.#electionMs);
		if (group.leader === before) {
			this.elect(group, {preferred});
		}
	}

	/** Elects anybody but the present leader when somebody else is up. */
	elect(
		group: FleetGroup,
		{
			preferred,
			silently = false,
		}: {readonly preferred?: FleetServer | undefined; readonly silently?: boolean} = {},
	): void {
		const now = Date.now();
		const {leader, peers, account} = group;
		if (!hasQuorum(group)) {
			setLeader(group, undefined, now);
			if (peers.length > 1 && !silently) {
				this.#announce(quorumLost(group, now), account.name);
			}

			return;
		}

		const up = peers.filter(isUp);
		const others = up.filter(peer => peer !== leader);
		const next =
			preferred && isUp(preferred) && peers.includes(preferred)
				? preferred
				: this.#random.pick(others.length > 0 ? others : up);
		setLeader(group, next, now);
		if (peers.length > 1 && !silently) {
			this.#announce(leaderElected(group, now), account.name);
		}
	}

	/** Elects in so many groups, each another one with somebody to hand over to, evenly over a time. */
	async flood(elections: number, overMs: number, silently = false): Promise<void> {
		const movable = [...this.#world.groups.values()].filter(
			group => group.leader && group.peers.filter(isUp).length > 1,
		);
		const startedAt = Date.now();
		for (const [made, group] of this.#random.sample(movable, elections).entries()) {
			const dueInMs = startedAt + (made * overMs) / elections - Date.now();
			if (dueInMs > 1) {
				await sleep(dueInMs);
			}

			this.elect(group, {silently});
		}
	}

	/** Takes a server out of all that it leads, and elects others. */
	replace(server: FleetServer): void {
		for (const group of this.#world.groups.values()) {
			const {leader, peers} = group;
			if (leader === server || (leader && !hasQuorum(group) && peers.includes(server))) {
				this.elect(group);
			}
		}

		if (this.#world.metaLeader === server) {
			this.electMeta();
		}
	}

	/** A server is back: groups that waited for it elect, those that it alone hosts are led by it. */
	readmit(server: FleetServer): void {
		server.revision++;
		for (const group of this.#world.groups.values()) {
			if (!group.leader && group.peers.includes(server) && hasQuorum(group)) {
				this.elect(group);
			}
		}
	}

	electMeta(preferred?: FleetServer): void {
		const up = this.#world.servers.filter(server => isUp(server));
		const others = up.filter(server => server !== this.#world.metaLeader);
		this.#world.metaLeader =
			up.length > this.#world.servers.length / 2
				? (preferred ?? this.#random.pick(others))
				: undefined;
		this.touchAll();
		this.#announce(metaLeaderElected(this.#world, Date.now()), undefined);
	}

	/** What all servers report of each other has changed. */
	touchAll(): void {
		for (const server of this.#world.servers) {
			server.revision++;
		}
	}
}
