import type {
	ClaimAnswer,
	ClaimRequest,
	Cluster,
	ObservationCost,
	RawTarget,
	StepDownAnswer,
	StepDownRequest,
} from '../cluster.ts';
import type {ClusterEvent} from '../domain/cluster-event.ts';
import {steadyNow} from '../time/clock.ts';
import type {ConnectionTarget} from './access/connection-target.ts';
import {AccountConnections} from './acting/account-connections.ts';
import {isRefusal, type AccountHooks} from './acting/account-connection.ts';
import {AccountObserver} from './account/account-observer.ts';
import type {OwnAccount} from './account/own-account.ts';
import {ownActor} from './acting/actor.ts';
import {isOfSystem, type ActAs} from './acting/find-accounts.ts';
import {metaStepDown, refused, sendStepDown, metaOutOfReach} from './acting/step-down.ts';
import {claimCluster, untilOpened, watchClaims} from './claim/claim-cluster.ts';
import {openNotices} from './claim/notices.ts';
import type {ClaimConnections} from './claim/claim-connections.ts';
import {openConnection} from './access/open-connection.ts';
import {findMode, type Mode} from './find-mode.ts';
import {Link} from './client/link.ts';
import type {Observer} from './observing/observer.ts';
import {rawJson} from './raw-json.ts';
import {SystemObserver} from './system/system-observer.ts';
import {untilAborted} from '../time/abort.ts';
import {watchConnection} from './access/watch-connection.ts';

export type NatsClusterOptions = {
	/** A user of the system account, or of one with JetStream. */
	readonly target: ConnectionTarget;
	/** Connections for stepping down, one an account. */
	readonly actAs?: readonly ActAs[];
	/** How often the cheap counters are asked for. Default: 1 s. */
	readonly intervalMs?: number;
	/** Gives up opening. */
	readonly signal?: AbortSignal;
};

/**
 * Opens what is behind a connection: everything, for the system account; for another one its own streams and consumers.
 * @throws ConnectError, UnseeingAccountError, or the reason of the signal
 */
export async function openNatsCluster({
	target,
	actAs = [],
	intervalMs = 1000,
	signal,
}: NatsClusterOptions): Promise<Cluster> {
	const connection = await openConnection(target, signal);
	const link = new Link(connection, target.inboxPrefix);
	try {
		const mode = await findMode(link, target, signal);
		return new NatsCluster(link, {target, actAs, intervalMs, mode});
	} catch (error) {
		await connection.close();
		throw error;
	}
}

const metaLocked =
	'the meta group belongs to the system account: connect as a user of it (--context, --creds, --user)';

/** Words for an account that is answered as the system account is. */
function metaLockedFor(importing: string): string {
	return `account ${importing} imports the system services and is not the system account: ${metaLocked}`;
}

type ClusterParts = Required<Omit<NatsClusterOptions, 'signal'>> & {readonly mode: Mode};

class NatsCluster implements Cluster {
	readonly origin: Cluster['origin'];
	readonly #link: Link;
	readonly #target: ConnectionTarget;
	readonly #observer: Observer;
	/** Undefined where one account is all there is to see. */
	readonly #system: SystemObserver | undefined;
	/** Why the meta leader cannot be stepped down. */
	readonly #metaLocked: string | undefined;
	/** The one account that is seen. */
	readonly #own: OwnAccount | undefined;
	readonly #accounts: AccountConnections;
	readonly #claimConnections: ClaimConnections;
	readonly #listeners = new Set<(event: ClusterEvent) => void>();
	readonly #ending = new AbortController();
	#connectionWatch: Promise<void> | undefined;

	constructor(link: Link, {target, actAs, intervalMs, mode}: ClusterParts) {
		this.#link = link;
		this.#target = target;
		const emit = (event: ClusterEvent) => {
			this.#emit(event);
		};
		if (mode.type === 'system') {
			const importingAccount = mode.importing?.account.name;
			this.origin = {type: 'nats', label: target.label, mode: 'system', importingAccount};
			this.#metaLocked = importingAccount && metaLockedFor(importingAccount);
			const heardIn = mode.importing?.account.id;
			this.#system = new SystemObserver({link, intervalMs, emit, heardIn});
			this.#observer = this.#system;
		} else {
			const {own} = mode;
			this.origin = {type: 'nats', label: target.label, mode: 'account', account: own.account.name};
			this.#metaLocked = metaLocked;
			this.#observer = new AccountObserver({link, target, own, intervalMs, emit});
		}

		const own = mode.type === 'account' ? mode.own : mode.importing?.own;
		this.#own = mode.type === 'account' ? mode.own : undefined;
		this.#accounts = new AccountConnections(
			actAs,
			accountHooks(this.#observer, emit, this.#system && isOfSystem(link, target)),
			own && {accountId: own.account.id, actor: ownActor(link, own)},
		);
		this.#claimConnections = this.#accounts.claimConnections({link, who: 'this user'});
	}

	readonly watch = (listener: (event: ClusterEvent) => void): (() => void) => {
		this.#listeners.add(listener);
		if (!this.#connectionWatch && !this.#ending.signal.aborted) {
			this.#begin();
		}

		return () => {
			this.#listeners.delete(listener);
		};
	};

	readonly refresh = async (signal?: AbortSignal): Promise<void> => {
		// Credentials may be good by now, servers back.
		void this.#accounts.openAll(this.#ending.signal);
		await this.#observer.refresh(signal);
	};

	readonly setIntervalMs = (intervalMs: number): void => {
		this.#observer.setIntervalMs(intervalMs);
	};

	readonly permission: Cluster['permission'] = group => this.#accounts.permission(group);

	readonly accountAccess: Cluster['accountAccess'] = accountId => this.#accounts.access(accountId);

	readonly actingAccounts: Cluster['actingAccounts'] = () => this.#accounts.accounts();

	readonly untilAccessKnown: Cluster['untilAccessKnown'] = async signal =>
		untilOpened(this.#claimConnections, signal);

	readonly metaPermission: Cluster['metaPermission'] = cluster => {
		const group = this.#system?.facts.metaGroupOf(cluster);
		const missing =
			this.#metaLocked ?? (group && metaOutOfReach(cluster, group, this.#link.domain));
		return missing === undefined ? {type: 'allowed'} : {type: 'locked', missing};
	};

	readonly stepDown = async ({
		group,
		preferred,
		timeoutMs,
		signal,
	}: StepDownRequest): Promise<StepDownAnswer> => {
		const permission = this.permission(group);
		if (permission.type === 'locked') {
			return refused(permission.missing);
		}

		try {
			const opening = this.#accounts.route(group, this.#ending.signal);
			const route = opening instanceof Promise ? await untilAborted(opening, signal) : opening;
			signal?.throwIfAborted();
			const at = steadyNow();
			this.#emit({type: 'step-down-requested', at, group, by: 'us', who: undefined});
			return await sendStepDown({
				...route,
				preferred: this.#nameOnWire(preferred),
				leaderVersion: this.#observer.facts.leaderVersion(group),
				timeoutMs,
				signal,
			});
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			return isRefusal(error) ? refused(reason) : {type: 'no-answer', reason};
		}
	};

	readonly stepDownMetaLeader: Cluster['stepDownMetaLeader'] = async request => {
		const {cluster} = request;
		const permission = this.metaPermission(cluster);
		if (permission.type === 'locked') {
			return refused(permission.missing);
		}

		const group = this.#system?.facts.metaGroupOf(cluster);
		return sendStepDown({
			...request,
			preferred: this.#nameOnWire(request.preferred),
			...metaStepDown(cluster, group?.domain, this.#link.domain),
			link: this.#link,
			leaderVersion: group?.leaderVersion,
		});
	};

	#nameOnWire(server: string | undefined): string | undefined {
		return server === undefined ? undefined : (this.#system?.facts.nameOnWire(server) ?? server);
	}

	readonly claim = async (request: ClaimRequest): Promise<ClaimAnswer> =>
		claimCluster(this.#claimConnections, request);

	readonly watchClaims: Cluster['watchClaims'] = (cluster, listener) =>
		watchClaims(this.#claimConnections, cluster, listener);

	readonly notices: Cluster['notices'] = (cluster, who, onChange) =>
		openNotices(this.#claimConnections, cluster, who, onChange);

	readonly rawJson = async (target: RawTarget, signal?: AbortSignal): Promise<string> =>
		rawJson(this.#link, this.#own, target, signal);

	readonly cost = (): ObservationCost => {
		const observing = this.#link.cost();
		const acting = this.#accounts.cost();
		return {
			requests: observing.requests + acting.requests,
			bytesReceived: observing.bytesReceived + acting.bytesReceived,
		};
	};

	readonly close = async (): Promise<void> => {
		this.#ending.abort(new Error('the connection was closed'));
		await this.#observer.stop();
		await this.#accounts.close();
		await this.#link.connection.close();
		await this.#connectionWatch;
	};

	#begin(): void {
		const change = (state: 'connected' | 'reconnecting' | 'closed', detail: string | undefined) => {
			this.#emit({type: 'connection-changed', at: steadyNow(), state, detail});
		};
		this.#connectionWatch = watchConnection(this.#link.connection, this.#target, {
			onLost: detail => {
				this.#observer.suspend();
				change('reconnecting', detail);
			},
			onBack: () => {
				change('connected', undefined);
				this.#observer.resume();
			},
			onClosed: detail => {
				this.#observer.suspend();
				change('closed', detail);
			},
		});
		change('connected', undefined);
		this.#observer.start();
		// Before anybody confirms a plan: credentials that are no good show as locked.
		void this.#accounts.openAll(this.#ending.signal);
	}

	/** A listener that fails must not end the connection or affect other listeners. */
	#emit(event: ClusterEvent): void {
		for (const listener of this.#listeners) {
			try {
				listener(event);
			} catch (error) {
				queueMicrotask(() => {
					throw error;
				});
			}
		}
	}
}

/**
 * What connections for acting exchange with the observer.
 * @param isWatched as `AccountHooks` has it, where the system account is there to ask
 */
function accountHooks(
	observer: Observer,
	emit: (event: ClusterEvent) => void,
	isWatched?: AccountHooks['isWatched'],
): AccountHooks {
	return {
		...(isWatched && {isWatched}),
		accountNames: observer.facts.accountNames,
		onCreated(group) {
			emit({type: 'group-created', at: steadyNow(), group});
		},
		onDeleted(group) {
			observer.takeDeletion(group);
			emit({type: 'group-deleted', at: steadyNow(), group});
		},
		onRejected(subject, reason) {
			emit({type: 'reply-rejected', at: steadyNow(), subject, reason});
		},
	};
}
