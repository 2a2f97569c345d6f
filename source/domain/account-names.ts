/** Characters of an id that are shown, at least. */
const fewest = 8;

/** Names of accounts by their ids. In operator mode the id is a public key, and several accounts may have one name. */
export class AccountNames {
	readonly #names = new Map<string, string>();
	readonly #ids = new Map<string, Set<string>>();

	/**
	 * Notes the name of an account; one that only repeats the id is none.
	 * @returns the ids of known accounts that may be shown by another name since
	 */
	meet(id: string, name: string): readonly string[] {
		const known = this.#names.get(id);
		if (known === name || (known !== undefined && (name === id || name === this.shown(id)))) {
			return [];
		}

		this.#names.set(id, name);
		this.#ids.get(known ?? '')?.delete(id);
		const ids = this.#ids.get(name) ?? new Set();
		this.#ids.set(name, ids.add(id));
		const others = [...ids, ...this.idsOf(known ?? '')];
		return known === undefined ? others.filter(other => other !== id) : others;
	}

	/** The name alone, whether or not others have it, too. */
	nameOf(id: string): string | undefined {
		return this.#names.get(id);
	}

	/** All accounts of a name, by their ids. */
	idsOf(name: string): readonly string[] {
		return [...(this.#ids.get(name) ?? [])].sort();
	}

	/**
	 * The shortest unambiguous name of an account, undefined before it was met: where several have the same, the beginning
	 * of the id stands behind it, `SHOP (ABCDEFGH)`.
	 */
	shown(id: string): string | undefined {
		const name = this.#names.get(id) ?? id;
		const isUnique = name === id || (this.#ids.get(name)?.size ?? 0) < 2;
		return isUnique ? this.#names.get(id) : `${name} (${shortest(id, this.idsOf(name))})`;
	}

	/** Why a name says too little to choose an account by it; undefined for an id and for a name that is unique. */
	ambiguity(name: string): string | undefined {
		const ids = this.idsOf(name);
		return ids.length < 2 || this.#names.has(name)
			? undefined
			: `${ids.length} accounts are called ${name}: give one of their ids, ${ids.join(', ')}`;
	}
}

function shortest(id: string, ids: readonly string[]): string {
	let length = fewest;
	while (ids.some(other => other !== id && other.startsWith(id.slice(0, length)))) {
		length++;
	}

	return id.slice(0, length);
}
