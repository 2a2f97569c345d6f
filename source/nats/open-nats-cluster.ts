import type {
	ClaimAnswer,
	ClaimRequest,
	Cluster,
	MetaStepDownRequest,
	ObservationCost,
	StepDownAnswer,
	StepDownRequest,
} from '../cluster.ts';
import type {ClusterEvent} from '../domain/cluster-event.ts';
import type {ConnectionTarget} from './access/connection-target.ts';
import {AccountConnections} from './acting/account-connections.ts';
import type {ActAs} from './acting/account-connection.ts';
import {metaStepDownSubject, refused, sendStepDown, stepDownSubject} from './acting/step-down.ts';
import {claimCluster} from './claim/claim-cluster.ts';
import {watchClaims} from './claim/watch-claims.ts';
import {connectTo} from './connect-to.ts';
import {requireSystemAccount} from './identify.ts';
import {Link} from './link.ts';
import {SystemObserver} from './system/system-observer.ts';
import {untilAborted} from './until-aborted.ts';
import {watchConnection} from './watch-connection.ts';

export type NatsClusterOptions = {
	/** A user of the system account. */
	readonly target: ConnectionTarget;
	/** Connections for stepping down, one an account. */
	readonly actAs?: readonly ActAs[];
	/** How often the cheap counters are asked for. Default: 1 s. */
	readonly intervalMs?: number;
	/** Gives up opening. */
	readonly signal?: AbortSignal;
};

/**
 * Opens all that is behind a connection to the system account.
 * @throws ConnectError, NotSystemAccountError, or the reason of the signal
 */
export async function openNatsCluster({
	target,
	actAs = [],
	intervalMs = 1000,
	signal,
}: NatsClusterOptions): Promise<Cluster> {
	const connection = await connectTo(target, signal);
	const link = new Link(connection);
	try {
		await requireSystemAccount(link, target, signal);
	} catch (error) {
		await connection.close();
		throw error;
	}

	return new NatsCluster(link, target, actAs, intervalMs);
}

class NatsCluster implements Cluster {
	readonly origin: Cluster['origin'];
	readonly #link: Link;
	readonly #observer: SystemObserver;
	readonly #accounts: AccountConnections;
	readonly #listeners = new Set<(event: ClusterEvent) => void>();
	readonly #ending = new AbortController();
	#connectionWatch: Promise<void> | undefined;

	constructor(link: Link, target: ConnectionTarget, actAs: readonly ActAs[], intervalMs: number) {
		this.origin = {type: 'nats', label: target.label, mode: 'system'};
		this.#link = link;
		this.#observer = new SystemObserver({
			link,
			inboxPrefix: target.inboxPrefix,
			intervalMs,
			emit: event => {
				this.#emit(event);
			},
		});
		this.#accounts = new AccountConnections(actAs, {
			nameOf: id => this.#observer.accountName(id),
			onCreated: group => {
				this.#emit({type: 'group-created', at: Date.now(), group});
			},
			onDeleted: group => {
				this.#observer.takeDeletion(group);
				this.#emit({type: 'group-deleted', at: Date.now(), group});
			},
			onRejected: (subject, reason) => {
				this.#emit({type: 'reply-rejected', at: Date.now(), subject, reason});
			},
		});
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

	readonly refresh = async (signal?: AbortSignal): Promise<void> => this.#observer.refresh(signal);

	readonly setIntervalMs = (intervalMs: number): void => {
		this.#observer.setIntervalMs(intervalMs);
	};

	readonly permission: Cluster['permission'] = ({accountId}) =>
		this.#accounts.permission(accountId);

	readonly metaPermission: Cluster['metaPermission'] = () => ({type: 'allowed'});

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
			const opening = this.#accounts.open(group.accountId, this.#ending.signal);
			const {link, apiPrefix} = await untilAborted(opening, signal);
			return await sendStepDown({
				link,
				subject: stepDownSubject(group, apiPrefix),
				preferred,
				leaderVersion: this.#observer.leaderVersion(group),
				timeoutMs,
				signal,
			});
		} catch (error) {
			return {type: 'no-answer', reason: error instanceof Error ? error.message : String(error)};
		}
	};

	readonly stepDownMetaLeader = async ({
		cluster,
		preferred,
		timeoutMs,
		signal,
	}: MetaStepDownRequest): Promise<StepDownAnswer> => {
		const {domain, version} = this.#observer.metaGroupOf(cluster);
		return sendStepDown({
			link: this.#link,
			subject: metaStepDownSubject(domain),
			preferred,
			leaderVersion: version,
			timeoutMs,
			signal,
		});
	};

	readonly claim = async (request: ClaimRequest): Promise<ClaimAnswer> =>
		claimCluster(this.#link.connection, request);

	readonly watchClaims: Cluster['watchClaims'] = (cluster, listener) =>
		watchClaims(this.#link.connection, cluster, listener);

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
		const observer = this.#observer;
		const change = (state: 'connected' | 'reconnecting' | 'closed', detail: string | undefined) => {
			this.#emit({type: 'connection-changed', at: Date.now(), state, detail});
		};
		this.#connectionWatch = watchConnection(this.#link.connection, {
			onLost(detail) {
				observer.suspend();
				change('reconnecting', detail);
			},
			onBack() {
				change('connected', undefined);
				observer.resume();
			},
			onClosed(detail) {
				observer.suspend();
				change('closed', detail);
			},
		});
		change('connected', undefined);
		observer.start();
		// Before anybody confirms a plan: credentials that are no good show as locked.
		void this.#accounts.openAll(this.#ending.signal);
	}

	/** A listener that fails must not take the connection or other listeners with it; its error is nobody's but its own. */
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
