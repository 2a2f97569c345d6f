import type {Follower} from '../domain/raft-group.ts';

type Followers = readonly Follower[];

/** Different lists that are held for others to share. */
const mostLists = 20_000;

/**
 * One list of followers for all groups whose followers are alike. Of a hundred thousand groups most have the followers of
 * others, in the same state; to have them twice would take as much room as all the rest that is known of a group.
 */
export class SharedFollowers {
	readonly #lists = new Map<string, Followers>();

	/** @param before what the group's followers were: most often they still are */
	share(followers: Followers, before: Followers | undefined): Followers {
		if (before === followers || (before && areAlike(followers, before))) {
			return before;
		}

		// How far they lag tells groups apart: nobody else would share the list.
		return followers.some(({lag}) => lag > 0) ? followers.slice() : this.#shared(followers);
	}

	/** Lists that are held for others to share. */
	get size(): number {
		return this.#lists.size;
	}

	#shared(followers: Followers): Followers {
		const key = followers.map(keyOf).join('\n');
		const known = this.#lists.get(key);
		if (known) {
			return known;
		}

		if (this.#lists.size >= mostLists) {
			this.#lists.clear();
		}

		// A list that has grown while it was read keeps room for more.
		const list = followers.slice();
		this.#lists.set(key, list);
		return list;
	}
}

function areAlike(some: Followers, others: Followers): boolean {
	return (
		some.length === others.length &&
		some.every((follower, index) => isAlike(follower, others[index]))
	);
}

function isAlike({server, current, lag, online}: Follower, other: Follower | undefined): boolean {
	return (
		server === other?.server &&
		current === other.current &&
		lag === other.lag &&
		online === other.online
	);
}

function keyOf({server, current, online}: Follower): string {
	return `${server}\n${current ? 'current' : ''}${online ? 'online' : ''}`;
}
