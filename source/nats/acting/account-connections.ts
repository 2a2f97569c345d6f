import pLimit from 'p-limit';
import type {ObservationCost, Permission} from '../../cluster.ts';
import type {Link} from '../link.ts';
import {AccountConnection, type AccountHooks, type ActAs} from './account-connection.ts';

/** Connections that are being opened at the same time. */
const concurrency = 4;

/** The connections over which leaders are stepped down, one an account. */
export class AccountConnections {
	readonly #connections: readonly AccountConnection[];
	readonly #nameOf: AccountHooks['nameOf'];
	readonly #links = new Set<Link>();

	constructor(actAs: readonly ActAs[], hooks: AccountHooks) {
		this.#nameOf = hooks.nameOf;
		this.#connections = actAs.map(each => new AccountConnection(each, hooks));
	}

	/** Opens all that can be opened now. Never rejects. */
	async openAll(signal: AbortSignal): Promise<void> {
		await pLimit(concurrency).map(this.#connections, async connection => {
			const link = await connection.open(signal).catch(() => undefined);
			if (link) {
				this.#links.add(link);
			}
		});
	}

	permission(accountId: string): Permission {
		const connection = this.#find(accountId);
		if (connection) {
			return connection.permission();
		}

		const account = this.#nameOf(accountId) ?? accountId;
		return {
			type: 'locked',
			missing: `no credentials for account ${account}: add --act-as ${account}=nats://user:password@host:4222`,
		};
	}

	/**
	 * The connection of an account that has permission.
	 * @throws ConnectError, WrongAccountError, or the reason of the signal
	 */
	async open(accountId: string, signal: AbortSignal): Promise<AccountLink> {
		const connection = this.#find(accountId);
		if (!connection) {
			throw new RangeError(`No credentials for account ${accountId}`);
		}

		const link = await connection.open(signal);
		this.#links.add(link);
		return {link, apiPrefix: connection.actAs.target.jetStreamApiPrefix};
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

	#find(accountId: string): AccountConnection | undefined {
		const name = this.#nameOf(accountId);
		return (
			this.#connections.find(({actAs}) => actAs.account === accountId) ??
			this.#connections.find(({actAs}) => actAs.account === name)
		);
	}
}

export type AccountLink = {
	readonly link: Link;
	/** Stands for `$JS.API` where the operator has moved it. */
	readonly apiPrefix: string | undefined;
};
