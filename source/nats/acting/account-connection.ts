import type {Permission} from '../../cluster.ts';
import type {AccountAccess} from '../../domain/account-access.ts';
import type {GroupIdentity} from '../../domain/raft-group.ts';
import type {ConnectionTarget} from '../access/connection-target.ts';
import {ApiError, apiPrefix, isWithoutJetStream, JetStreamApi} from '../client/jetstream-api.ts';
import type {Voice} from '../claim/voices.ts';
import {openConnection} from '../access/open-connection.ts';
import {identify} from '../client/identify.ts';
import {Link, UnheardAnswersError} from '../client/link.ts';
import {watchConnection} from '../access/watch-connection.ts';
import {accessWith} from './access-with.ts';
import {ActingRights} from './acting-rights.ts';
import type {Actor, Passage} from './actor.ts';
import {isRefusal, OtherServersError, WrongAccountError} from './acting-errors.ts';
import {hearCreations, type CreationHandlers} from '../client/announcements.ts';
import {passageOver} from './passage-over.ts';
import {stepDownSubject} from './step-down.ts';

/** A connection for stepping down the leaders of one account. */
export type ActAs = {
	/** The account's name or id. */
	readonly account: string;
	readonly target: ConnectionTarget;
};

export type AccountHooks = CreationHandlers & {
	/** Tells an account's name by its id, as far as it has been learnt. */
	readonly nameOf: (accountId: string) => string | undefined;
	/**
	 * Whether a server is one of those that are watched, by its id; undefined where that cannot be found out now.
	 * Without it connections are taken at their word.
	 */
	readonly isWatched?: (serverId: string, signal: AbortSignal) => Promise<boolean | undefined>;
};

/** The connection to one account: opened once and kept. */
export class AccountConnection implements Actor {
	readonly actAs: ActAs;
	/** The open connection; undefined while there is none. */
	voice: Voice | undefined;
	readonly #hooks: AccountHooks;
	readonly #onOpened: (voice: Voice) => void;
	readonly #rights = new ActingRights();
	/** Whose domain the plain API prefix reaches; undefined before the connection was opened. */
	#here: {readonly domain: string | undefined} | undefined;
	#opening: Promise<Link> | undefined;
	/** Undefined before the connection was opened, and with servers before 2.10. */
	#accountId: string | undefined;
	#lock: string | undefined;
	#standing: AccountAccess = {state: 'connecting', detail: undefined};
	/** What it is when the connection stands. */
	#connected: AccountAccess = ready;
	#watch: Promise<void> | undefined;

	constructor(actAs: ActAs, hooks: AccountHooks, onOpened: (voice: Voice) => void) {
		this.actAs = actAs;
		this.#hooks = hooks;
		this.#onOpened = onOpened;
	}

	/** Allowed until it has turned out that the connection is no good. */
	permission(group: GroupIdentity): Permission {
		const lock = this.#whyLocked();
		return lock === undefined
			? this.#rights.permission(this.#subject(group), this.#who)
			: {type: 'locked', missing: lock};
	}

	/** The account's id where it has been learnt, else as it was given. */
	get account(): string {
		return this.#accountId ?? this.actAs.account;
	}

	access(): AccountAccess {
		const lock = this.#whyLocked();
		if (lock !== undefined) {
			return {state: 'refused', detail: lock};
		}

		const prefix = this.actAs.target.jetStreamApiPrefix ?? apiPrefix(undefined);
		return this.#standing.state === 'ready'
			? accessWith(this.#rights, prefix, this.#who)
			: this.#standing;
	}

	passage(group: GroupIdentity, signal: AbortSignal): Passage | Promise<Passage> {
		const over = (link: Link) => passageOver(link, this.#subject(group), this.#rights);
		return this.voice && this.#lock === undefined
			? over(this.voice.link)
			: this.open(signal).then(over);
	}

	/**
	 * The open connection. An attempt that fails for the moment is made again the next time.
	 * @throws ConnectError, WrongAccountError, OtherServersError, UnheardAnswersError, or the reason of the signal
	 */
	async open(signal: AbortSignal): Promise<Link> {
		if (this.voice?.link.deniedInbox !== undefined) {
			// Whether that has been allowed again, a new connection tells.
			await this.voice.link.connection.close();
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
				this.#standing = {state: 'unreachable', detail: this.#about(error)};
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
		const inbox = this.voice?.link.deniedInbox;
		return this.#lock ?? (inbox && this.#about(new UnheardAnswersError(inbox)));
	}

	#about(error: unknown): string {
		const message = error instanceof Error ? error.message : String(error);
		return `--act-as ${this.actAs.account}=…: ${message}`;
	}

	get #who(): string {
		return `the user of --act-as ${this.actAs.account}=…`;
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

		this.#connected = ready;
		this.#standing = ready;
		this.#watch = this.#follow(link, signal);
		this.voice = {link, who: this.#who};
		this.#onOpened(this.voice);
		return link;
	}

	/** Keeps up with how it stands with the connection until that is closed. */
	async #follow(link: Link, signal: AbortSignal): Promise<void> {
		const {target} = this.actAs;
		const asked = this.#askForJetStream(link, target, signal);
		await watchConnection(link.connection, target, {
			onLost: detail => {
				this.#standing = {state: 'reconnecting', detail};
			},
			onBack: () => {
				this.#standing = this.#connected;
			},
			onClosed: detail => {
				this.#opening = undefined;
				this.voice = undefined;
				this.#standing = {state: 'unreachable', detail};
			},
		});
		await asked;
	}

	/** An account without JetStream has nothing to act on; asked only where that is known to be allowed. */
	async #askForJetStream(
		link: Link,
		{jetStreamApiPrefix, timeoutMs}: ConnectionTarget,
		signal: AbortSignal,
	): Promise<void> {
		const prefix = jetStreamApiPrefix ?? apiPrefix(undefined);
		if (!this.#rights.mayPublish(`${prefix}.INFO`)) {
			return;
		}

		try {
			await new JetStreamApi(link, prefix, timeoutMs).info(signal);
		} catch (error) {
			if (error instanceof ApiError && isWithoutJetStream(error) && !link.connection.isClosed()) {
				const detail = `JetStream is not enabled in the account ${this.actAs.account}`;
				this.#connected = {state: 'no-jetstream', detail};
				this.#standing = this.#connected;
			}
		}
	}

	/** A user may have been given the plain prefix only, so it is used wherever it leads to the same place. */
	#subject(group: GroupIdentity): string {
		const isHere = this.#here !== undefined && this.#here.domain === group.domain;
		const prefix =
			this.actAs.target.jetStreamApiPrefix ?? (isHere ? apiPrefix(undefined) : undefined);
		return stepDownSubject(group, prefix);
	}

	/** Streams are called alike in many clusters. Whoever says where the JetStream API is means one that is elsewhere. */
	async #checkServer({connection: {info}}: Link, signal: AbortSignal): Promise<void> {
		const id = info?.server_id;
		if (id === undefined || this.actAs.target.jetStreamApiPrefix !== undefined) {
			return;
		}

		if ((await this.#hooks.isWatched?.(id, signal)) === false) {
			throw new OtherServersError(info?.server_name ?? id);
		}
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

		if (![id, user.accountName].includes(account) && this.#hooks.nameOf(id) !== account) {
			throw new WrongAccountError(account, user.accountName ?? id);
		}

		this.#accountId = id;
	}
}

const ready: AccountAccess = {state: 'ready', detail: undefined};
