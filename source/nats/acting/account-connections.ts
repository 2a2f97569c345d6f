import pLimit from 'p-limit';
import type {ObservationCost, Permission} from '../../cluster.ts';
import type {AccountAccess} from '../../domain/account-access.ts';
import type {GroupIdentity} from '../../domain/raft-group.ts';
import {shellQuote} from '../../domain/shell-quote.ts';
import type {Voice, Voices} from '../claim/voices.ts';
import type {Link} from '../client/link.ts';
import {AccountConnection, type AccountHooks, type ActAs} from './account-connection.ts';
import type {Actor, Passage} from './actor.ts';

/** Connections that are being opened at the same time. */
const concurrency = 4;

/** The connections over which leaders are stepped down, one an account. */
export class AccountConnections {
	readonly #connections: readonly AccountConnection[];
	readonly #nameOf: AccountHooks['nameOf'];
	readonly #links = new Set<Link>();
	readonly #joinListeners = new Set<(voice: Voice) => void>();
	#opening: Promise<unknown> = Promise.resolve();
	readonly #own: OwnActor | undefined;

	/** @param own the connection that is watched over, where it is one of an account */
	constructor(actAs: readonly ActAs[], hooks: AccountHooks, own?: OwnActor) {
		this.#nameOf = hooks.nameOf;
		this.#own = own;
		this.#connections = actAs.map(
			each =>
				new AccountConnection(each, hooks, voice => {
					this.#links.add(voice.link);
					for (const listener of this.#joinListeners) {
						listener(voice);
					}
				}),
		);
	}

	/** Opens all that can be opened now. Never rejects. */
	async openAll(signal: AbortSignal): Promise<void> {
		const opening = pLimit(concurrency).map(this.#connections, async connection =>
			connection.open(signal).catch(() => undefined),
		);
		this.#opening = opening;
		await opening;
	}

	/** All connections over which other leadertops can be met. @param own the one that is watched over */
	voices(own: Voice): Voices {
		return {
			now: () => [own, ...this.#connections.flatMap(({voice}) => voice ?? [])],
			opened: async () => {
				await this.#opening;
			},
			onJoin: listener => {
				this.#joinListeners.add(listener);
				return () => {
					this.#joinListeners.delete(listener);
				};
			},
		};
	}

	access(accountId: string): AccountAccess {
		return (
			this.#find(accountId)?.access() ?? {
				state: 'no-credentials',
				detail: this.#missingCredentials(accountId),
			}
		);
	}

	/** The accounts that connections were given for: their ids where they have been learnt. */
	accounts(): readonly string[] {
		return this.#connections.map(({account}) => account);
	}

	permission(group: GroupIdentity): Permission {
		const {accountId} = group;
		const actor = this.#find(accountId);
		if (actor) {
			return actor.permission(group);
		}

		return {type: 'locked', missing: this.#missingCredentials(accountId)};
	}

	/**
	 * The way to a group of an account that has permission, as `Actor.passage` gives it.
	 * @throws RangeError for an account without credentials
	 */
	passage(group: GroupIdentity, signal: AbortSignal): Passage | Promise<Passage> {
		const actor = this.#find(group.accountId);
		if (!actor) {
			throw new RangeError(`No credentials for account ${group.accountId}`);
		}

		return actor.passage(group, signal);
	}

	cost(): ObservationCost {
		const costs = [...this.#links].map(link => link.cost());
		return {
			requests: costs.reduce((sum, {requests}) => sum + requests, 0),
			bytesReceived: costs.reduce((sum, {bytesReceived}) => sum + bytesReceived, 0),
		};
	}

	async close(): Promise<void> {
		await Promise.all(this.#connections.map(async connection => connection.close()));
	}

	#missingCredentials(accountId: string): string {
		const account = this.#nameOf(accountId) ?? accountId;
		return `no credentials for account ${account}: add --act-as ${shellQuote(account)}=nats://user:password@host:4222`;
	}

	#find(accountId: string): Actor | undefined {
		const name = this.#nameOf(accountId);
		return (
			this.#connections.find(({actAs}) => actAs.account === accountId) ??
			this.#connections.find(({actAs}) => actAs.account === name) ??
			(this.#own?.accountId === accountId ? this.#own.actor : undefined)
		);
	}
}

/** The account that is watched from within. */
export type OwnActor = {readonly accountId: string; readonly actor: Actor};
