import type {Permission} from '../../cluster.ts';
import type {AccountNames} from '../../domain/account-names.ts';
import type {AccountAccess} from '../../domain/account-access.ts';
import type {GroupIdentity} from '../../domain/raft-group.ts';
import {ConnectError} from '../access/connect-error.ts';
import {openConnection} from '../access/open-connection.ts';
import {watchConnection} from '../access/watch-connection.ts';
import type {ClaimConnection} from '../claim/claim-connections.ts';
import {hearCreations, type CreationHandlers} from '../client/announcements.ts';
import {identify} from '../client/identify.ts';
import {ApiError, apiPrefix, isWithoutJetStream, JetStreamApi} from '../client/jetstream-api.ts';
import {Link, UnheardAnswersError} from '../client/link.ts';
import {ActingRights, type Actor, type StepDownRoute} from './actor.ts';
import type {ActAs} from './find-accounts.ts';
import {stepDownSubject} from './step-down.ts';

export type AccountHooks = CreationHandlers & {
	/** As far as they have been learnt. */
	readonly accountNames: AccountNames;
	/**
	 * Whether a server is one of those that are watched, by its id; undefined where that cannot be found out now.
	 * Without it every connection is trusted.
	 */
	readonly isWatched?: (serverId: string, signal: AbortSignal) => Promise<boolean | undefined>;
};

/** The connection to one account: opened once and kept. */
export class AccountConnection implements Actor {
	readonly actAs: ActAs;
	/** Undefined while it is not open. */
	current: ClaimConnection | undefined;
	readonly #hooks: AccountHooks;
	readonly #onOpened: (connection: ClaimConnection) => void;
	readonly #who: string;
	readonly #rights: ActingRights;
	#opening: Promise<Link> | undefined;
	/** Undefined before the connection was opened, and with servers before 2.10. */
	#accountId: string | undefined;
	/** Whose domain the plain API prefix reaches; undefined before the connection was opened. */
	#here: {readonly domain: string | undefined} | undefined;
	/** Why the connection is no good. */
	#lock: string | undefined;
	#access: AccountAccess = {state: 'connecting', detail: undefined};
	/** Whether its account is known to lack JetStream. */
	#withoutJetStream = false;
	#watch: Promise<void> | undefined;

	constructor(actAs: ActAs, hooks: AccountHooks, onOpened: (connection: ClaimConnection) => void) {
		this.actAs = actAs;
		this.#hooks = hooks;
		this.#onOpened = onOpened;
		this.#who = `the user of --act-as ${actAs.account}=…`;
		this.#rights = new ActingRights(this.#who);
	}

	/** Allowed until it has turned out that the connection is no good. */
	permission(group: GroupIdentity): Permission {
		const missing = this.#whyLocked();
		return missing === undefined
			? this.#rights.permission(this.#subject(group))
			: {type: 'locked', missing};
	}

	/** The account's id where it has been learnt, else as it was given. */
	get account(): string {
		return this.#accountId ?? this.actAs.account;
	}

	access(): AccountAccess {
		const detail = this.#whyLocked();
		if (detail !== undefined) {
			return {state: 'refused', detail};
		}

		return this.#access.state === 'ready' ? this.#rights.access(this.#prefix) : this.#access;
	}

	route(group: GroupIdentity, signal: AbortSignal): StepDownRoute | Promise<StepDownRoute> {
		const over = (link: Link) => this.#rights.routeOver(link, this.#subject(group));
		return this.current && this.#lock === undefined
			? over(this.current.link)
			: this.open(signal).then(over);
	}

	/**
	 * The open connection. An attempt that fails for the moment is made again the next time.
	 * @throws ConnectError, WrongAccountError, OtherServersError, UnheardAnswersError, or the reason of the signal
	 */
	async open(signal: AbortSignal): Promise<Link> {
		if (this.current?.link.deniedInbox !== undefined) {
			// Only a new connection shows whether that is allowed again.
			await this.current.link.connection.close();
			await this.#watch;
		}

		const opening = this.#opening ?? this.#open(signal);
		this.#opening = opening;
		try {
			const link = await opening;
			this.#lock = undefined;
			return link;
		} catch (error) {
			if (this.#opening === opening) {
				this.#opening = undefined;
				this.#access = {state: 'unreachable', detail: this.#about(error)};
			}

			if (isRefusal(error)) {
				this.#lock = this.#about(error);
			}

			throw error;
		}
	}

	async close(): Promise<void> {
		const link = await this.#opening?.catch(() => undefined);
		await link?.connection.close();
		await this.#watch;
	}

	#whyLocked(): string | undefined {
		const ambiguity = this.#hooks.accountNames.ambiguity(this.actAs.account);
		const inbox = this.current?.link.deniedInbox;
		return ambiguity === undefined
			? (this.#lock ?? (inbox && this.#about(new UnheardAnswersError(inbox))))
			: this.#about(ambiguity);
	}

	#about(error: unknown): string {
		const message = error instanceof Error ? error.message : String(error);
		return `--act-as ${this.actAs.account}=…: ${message}`;
	}

	get #prefix(): string {
		return this.actAs.target.jetStreamApiPrefix ?? apiPrefix(undefined);
	}

	/** A user may have been given the plain prefix only, so it is used wherever it leads to the same place. */
	#subject(group: GroupIdentity): string {
		const {jetStreamApiPrefix} = this.actAs.target;
		const isHere = this.#here !== undefined && this.#here.domain === group.domain;
		return stepDownSubject(group, isHere ? this.#prefix : jetStreamApiPrefix);
	}

	async #open(signal: AbortSignal): Promise<Link> {
		const {account, target} = this.actAs;
		const link = new Link(await openConnection(target, signal), target.inboxPrefix);
		this.#here = {domain: link.domain};
		try {
			await link.checkAnswers();
			await this.#checkAccount(link, signal);
			await this.#checkServer(link, signal);
			hearCreations(link, this.#accountId ?? account, target.jetStreamEventPrefix, this.#hooks);
		} catch (error) {
			await link.connection.close().catch(() => undefined);
			throw error;
		}

		this.#withoutJetStream = false;
		this.#setConnected();
		this.#watch = this.#follow(link, signal);
		this.current = {link, who: this.#who};
		this.#onOpened(this.current);
		return link;
	}

	async #checkAccount(link: Link, signal: AbortSignal): Promise<void> {
		const {account, target} = this.actAs;
		const user = await identify(link, target, signal);
		const id = user?.account;
		if (user === undefined || id === undefined) {
			return;
		}

		if (user.permissions) {
			this.#rights.learn(user.permissions);
		}

		const names = [id, user.accountName];
		if (!names.includes(account) && !this.#hooks.accountNames.idsOf(account).includes(id)) {
			throw new WrongAccountError(account, user.accountName ?? id);
		}

		this.#accountId = id;
	}

	/** Stream names repeat across clusters. A JetStream API prefix in the target means an API elsewhere. */
	async #checkServer({connection: {info}}: Link, signal: AbortSignal): Promise<void> {
		const id = info?.server_id;
		if (id === undefined || this.actAs.target.jetStreamApiPrefix !== undefined) {
			return;
		}

		if ((await this.#hooks.isWatched?.(id, signal)) === false) {
			throw new OtherServersError(info?.server_name ?? id);
		}
	}

	#setConnected(): void {
		this.#access = this.#withoutJetStream
			? {
					state: 'no-jetstream',
					detail: `JetStream is not enabled in the account ${this.actAs.account}`,
				}
			: {state: 'ready', detail: undefined};
	}

	/** Follows the state of the connection until it is closed. */
	async #follow(link: Link, signal: AbortSignal): Promise<void> {
		const asked = this.#askForJetStream(link, signal);
		await watchConnection(link.connection, this.actAs.target, {
			onLost: detail => {
				this.#access = {state: 'reconnecting', detail};
			},
			onBack: () => {
				this.#setConnected();
			},
			onClosed: detail => {
				this.#opening = undefined;
				this.current = undefined;
				this.#access = {state: 'unreachable', detail};
			},
		});
		await asked;
	}

	/** An account without JetStream has nothing to act on; asked only where that is known to be allowed. */
	async #askForJetStream(link: Link, signal: AbortSignal): Promise<void> {
		if (this.#rights.mayPublish(`${this.#prefix}.INFO`) !== true) {
			return;
		}

		try {
			await new JetStreamApi(link, this.#prefix, this.actAs.target.timeoutMs).info(signal);
		} catch (error) {
			if (error instanceof ApiError && isWithoutJetStream(error) && !link.connection.isClosed()) {
				this.#withoutJetStream = true;
				this.#setConnected();
			}
		}
	}
}

/** Whether a connection has turned out to be no good, rather than a server to be away. */
export function isRefusal(error: unknown): error is Error {
	return (
		error instanceof WrongAccountError ||
		error instanceof OtherServersError ||
		error instanceof UnheardAnswersError ||
		(error instanceof ConnectError && error.problem === 'authorization')
	);
}

/** The credentials belong to another account than the one they were given for. */
class WrongAccountError extends Error {
	override readonly name = 'WrongAccountError';

	constructor(wanted: string, actual: string) {
		super(`these credentials belong to the account ${actual}. Give those of a user of ${wanted}.`);
	}
}

/** The connection leads to other servers than those that are watched. */
class OtherServersError extends Error {
	override readonly name = 'OtherServersError';

	constructor(server: string) {
		super(
			`the system account does not know the server ${server}. Give an address of the servers that are watched.`,
		);
	}
}
