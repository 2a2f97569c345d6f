import pLimit from 'p-limit';
import type {ObservationCost, Permission} from '../../cluster.ts';
import type {AccountAccess} from '../../domain/account-access.ts';
import type {GroupIdentity} from '../../domain/raft-group.ts';
import {shellQuote} from '../../domain/shell-quote.ts';
import type {ClaimConnection, ClaimConnections} from '../claim/claim-connections.ts';
import type {Link} from '../client/link.ts';
import {AccountConnection, type AccountHooks} from './account-connection.ts';
import type {Actor, StepDownRoute} from './actor.ts';
import type {ActAs} from './find-accounts.ts';

/** The account that is watched from within. */
export type OwnActor = {readonly accountId: string; readonly actor: Actor};

/** The connections over which leaders are stepped down, one an account. */
export class AccountConnections {
	readonly #connections: readonly AccountConnection[];
	readonly #names: AccountHooks['accountNames'];
	readonly #own: OwnActor | undefined;
	/** All that were ever opened. */
	readonly #links = new Set<Link>();
	readonly #listeners = new Set<(connection: ClaimConnection) => void>();
	#opening: Promise<unknown> = Promise.resolve();

	/** @param own the connection that is watched over, where it is one of an account */
	constructor(actAs: readonly ActAs[], hooks: AccountHooks, own?: OwnActor) {
		this.#names = hooks.accountNames;
		this.#own = own;
		const onOpened = (connection: ClaimConnection) => {
			this.#links.add(connection.link);
			for (const listener of this.#listeners) {
				listener(connection);
			}
		};
		this.#connections = actAs.map(one => new AccountConnection(one, hooks, onOpened));
	}

	/** Opens all that can be opened now. Never rejects. */
	async openAll(signal: AbortSignal): Promise<void> {
		this.#opening = pLimit(concurrency).map(this.#connections, async connection =>
			connection.open(signal).catch(() => undefined),
		);
		await this.#opening;
	}

	/** All connections over which other leadertops can be met. @param own the one that is watched over */
	claimConnections(own: ClaimConnection): ClaimConnections {
		return {
			now: () => [own, ...this.#connections.flatMap(({current}) => current ?? [])],
			opened: async () => {
				await this.#opening;
			},
			onOpened: listener => {
				this.#listeners.add(listener);
				return () => {
					this.#listeners.delete(listener);
				};
			},
		};
	}

	/** The accounts that connections were given for: their ids where they have been learnt. */
	accounts(): readonly string[] {
		return this.#connections.map(({account}) => account);
	}

	access(accountId: string): AccountAccess {
		return (
			this.#find(accountId)?.access() ?? {
				state: 'no-credentials',
				detail: this.#missingCredentials(accountId),
			}
		);
	}

	permission(group: GroupIdentity): Permission {
		const {accountId} = group;
		return (
			this.#find(accountId)?.permission(group) ?? {
				type: 'locked',
				missing: this.#missingCredentials(accountId),
			}
		);
	}

	/**
	 * The route to a group of an account that has permission, as `Actor.route` gives it.
	 * @throws RangeError for an account without credentials
	 */
	route(group: GroupIdentity, signal: AbortSignal): StepDownRoute | Promise<StepDownRoute> {
		const actor = this.#find(group.accountId);
		if (!actor) {
			throw new RangeError(`No credentials for account ${group.accountId}`);
		}

		return actor.route(group, signal);
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
		const account = this.#names.shown(accountId) ?? accountId;
		const given = this.#names.idsOf(account).length === 1 ? account : accountId;
		return `no credentials for account ${account}: add --act-as ${shellQuote(given)}=nats://user:password@host:4222`;
	}

	#find(accountId: string): Actor | undefined {
		return (
			this.#connections.find(({account}) => account === accountId) ??
			this.#connections.find(({account}) => this.#names.idsOf(account).includes(accountId)) ??
			(this.#own?.accountId === accountId ? this.#own.actor : undefined)
		);
	}
}

/** Connections that are being opened at the same time. */
const concurrency = 4;
