import type {RaftGroup} from '../domain/raft-group.ts';

/** Names of the accounts that have groups. Advisories carry only the id; reports tell the name as well. */
export class AccountNames {
	readonly #accounts = new Map<string, {name: string; groups: number}>();

	/** The account's name, or its id while nothing has told the name. */
	of(accountId: string): string {
		return this.#accounts.get(accountId)?.name ?? accountId;
	}

	add(group: RaftGroup): void {
		const known = this.#accounts.get(group.accountId);
		if (known) {
			known.groups++;
			this.learn(group);
		} else {
			this.#accounts.set(group.accountId, {name: group.account, groups: 1});
		}
	}

	/** Takes over the name that a group tells; one that merely repeats the id tells nothing. */
	learn({accountId, account}: RaftGroup): void {
		const known = this.#accounts.get(accountId);
		if (known && account !== accountId) {
			known.name = account;
		}
	}

	delete({accountId}: RaftGroup): void {
		const known = this.#accounts.get(accountId);
		if (known && --known.groups === 0) {
			this.#accounts.delete(accountId);
		}
	}

	get size(): number {
		return this.#accounts.size;
	}
}
