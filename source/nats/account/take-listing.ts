import pLimit from 'p-limit';
import type {OfflineAsset} from '../../domain/offline-asset.ts';
import {groupKey, streamKey, type GroupIdentity, type GroupKey} from '../../domain/raft-group.ts';
import {steadyNow} from '../../time/clock.ts';
import {apiConsumer, apiStream, type ApiGroup, type OwnStream} from '../decode/api-group.ts';
import {configForConsumers} from '../decode/reported-group.ts';
import type {ApiPage} from '../decode/api-reply.ts';
import {
	countOf,
	recordOf,
	textOf,
	type JsonRecord,
	UndecodableError,
} from '../decode/json-value.ts';
import {handOut, reject, type AccountView} from './account-view.ts';
import {ApiError, apiCode} from '../client/jetstream-api.ts';
import {readGroup, type GroupReading} from './read-group.ts';

/** Lists of consumers that are asked for at the same time. The meta leader gathers each from all who lead one of them. */
const concurrency = 8;

export type AccountListing = {
	/** When its first question was sent, epoch in ms. */
	readonly askedAt: number;
	/** Groups that exist, but without an answer. */
	readonly unanswered: readonly GroupIdentity[];
	/** Groups of which no host is up. */
	readonly hostless: readonly GroupIdentity[];
	/** Streams and consumers that no server runs. */
	readonly offline: readonly OfflineAsset[];
};

/**
 * Reads all streams and consumers of the account and hands them out as they come.
 * @throws NoAnswerError, ApiError, UndecodableError, or the reason of the signal
 */
export async function takeListing(view: AccountView, signal: AbortSignal): Promise<AccountListing> {
	signal.throwIfAborted();
	const running = new AbortController();
	const end = () => {
		running.abort(signal.reason);
	};
	signal.addEventListener('abort', end);
	try {
		const listing = new ListingInProgress(view, running.signal);
		await listing.run();
		return listing;
	} finally {
		signal.removeEventListener('abort', end);
		// One question that fails is its end; the others would go on beside the next listing.
		running.abort();
	}
}

class ListingInProgress implements AccountListing {
	readonly askedAt = steadyNow();
	readonly unanswered: GroupIdentity[] = [];
	readonly hostless: GroupIdentity[] = [];
	readonly offline: OfflineAsset[] = [];
	readonly #view: AccountView;
	readonly #signal: AbortSignal;
	/** The streams that have consumers, by name; undefined for a stream without an answer. */
	readonly #owners = new Map<string, OwnStream | undefined>();
	/** Named as missing: their leaders did not answer in time. */
	readonly #doubtful = new Map<GroupKey, GroupIdentity>();

	constructor(view: AccountView, signal: AbortSignal) {
		this.#view = view;
		this.#signal = signal;
	}

	async run(): Promise<void> {
		const {api} = this.#view;
		await this.#readPages(
			async offset => api.streams(offset, this.#signal),
			entry => this.#readStream(entry),
			(name, reason) => {
				this.#owners.set(name, undefined);
				this.#miss(this.#identity(name, undefined), reason);
			},
		);
		await pLimit(concurrency).map([...this.#owners], async ([stream, own]) => {
			await this.#readConsumers(stream, own, (name, reason) => {
				this.#miss(this.#identity(stream, name), reason);
			});
		});
		const suspects = new Map<GroupKey, GroupIdentity>();
		// Streams first: what is known of them explains their consumers.
		for (const kind of ['stream', 'consumer'] as const) {
			const groups = [...this.#doubtful.values()].filter(group => group.kind === kind);
			await pLimit(concurrency).map(groups, async group => {
				if (isOrphan(await this.#readDoubtful(group))) {
					suspects.set(groupKey(group), group);
				}
			});
		}

		await this.#readSuspects(suspects);
	}

	/** Asks for a group that is missing from its list. */
	async #readDoubtful(group: GroupIdentity): Promise<GroupReading> {
		if (group.kind === 'consumer' && this.#isOffline(streamKey(group))) {
			this.#addOffline(group, 'offline', 'its stream is offline');
			return 'read';
		}

		const reading = await readGroup(this.#view, group, this.#signal);
		if (typeof reading === 'object') {
			this.#addOffline(group, 'offline', reading.offline);
		} else if (reading === 'unanswered' || reading === 'hostless') {
			this[reading].push(group);
		} else if (reading === 'unstarted' && group.kind === 'stream') {
			this.unanswered.push(group);
		}

		return reading;
	}

	/** Consumers that no server seems to have may have been deleted or created just now: those are not missing a second time. */
	async #readSuspects(suspects: ReadonlyMap<GroupKey, GroupIdentity>): Promise<void> {
		const consumers = [...suspects.values()].filter(({kind}) => kind === 'consumer');
		const streams = new Set(consumers.map(({stream}) => stream));
		await pLimit(concurrency).map([...streams], async stream => {
			const missing: GroupIdentity[] = [];
			await this.#readConsumers(stream, this.#owners.get(stream), name => {
				missing.push(this.#identity(stream, name));
			});
			for (const group of missing) {
				if (suspects.has(groupKey(group)) && isOrphan(await this.#readDoubtful(group))) {
					this.#addOffline(group, 'orphaned', 'the meta group knows it, and no server has it');
				}
			}
		});
	}

	async #readConsumers(
		stream: string,
		own: OwnStream | undefined,
		onMissing: (name: string, reason: string | undefined) => void,
	): Promise<void> {
		const {api, source} = this.#view;
		try {
			await this.#readPages(
				async offset => api.consumers(stream, offset, this.#signal),
				entry => apiConsumer(entry, source, stream, own),
				onMissing,
			);
		} catch (error) {
			// Deleted in between, or offline: the request for the stream itself finds that out.
			if (!(error instanceof ApiError && streamErrors.has(error.code))) {
				throw error;
			}
		}
	}

	#readStream(entry: JsonRecord): ApiGroup {
		const config = configForConsumers(entry);
		const name = textOf(config?.['name']);
		if (config && name !== undefined && countOf(recordOf(entry['state'])?.['consumer_count']) > 0) {
			this.#owners.set(name, {config, isClustered: recordOf(entry['cluster']) !== undefined});
		}

		return apiStream(entry, this.#view.source);
	}

	async #readPages(
		ask: (offset: number) => Promise<ApiPage>,
		read: (entry: JsonRecord) => ApiGroup,
		onMissing: (name: string, reason: string | undefined) => void,
	): Promise<void> {
		for (let offset = 0, total = 1; offset < total;) {
			const askedAt = steadyNow();
			const page = await ask(offset);
			const groups = page.entries.flatMap(entry => this.#decoded(() => read(entry)));
			for (const group of groups) {
				if (group.type === 'unstarted') {
					this.unanswered.push(this.#identity(group.stream, group.consumer));
				}
			}

			handOut(this.#view, groups, askedAt);
			const answered = new Set(groups.map(group => nameOf(group)));
			for (const name of page.missing) {
				// A replica on an older server may say that it is offline, too.
				onMissing(name, answered.has(name) ? undefined : page.offline.get(name));
			}

			total = page.total;
			offset += page.limit;
		}
	}

	#decoded(read: () => ApiGroup): readonly ApiGroup[] {
		try {
			return [read()];
		} catch (error) {
			if (!(error instanceof UndecodableError)) {
				throw error;
			}

			reject(this.#view, `${this.#view.api.prefix}.*.LIST`, error.message);
			return [];
		}
	}

	/** @param reason why it is offline, where the servers say so */
	#miss(group: GroupIdentity, reason: string | undefined): void {
		if (reason === undefined) {
			this.#doubtful.set(groupKey(group), group);
		} else {
			this.#addOffline(group, 'offline', reason);
		}
	}

	#addOffline(group: GroupIdentity, type: OfflineAsset['type'], reason: string): void {
		this.offline.push({...group, account: this.#view.source.account.name, type, reason});
	}

	#isOffline(key: GroupKey): boolean {
		return this.offline.some(asset => groupKey(asset) === key);
	}

	#identity(stream: string, consumer: string | undefined): GroupIdentity {
		const {account, domain} = this.#view.source;
		const kind = consumer === undefined ? 'stream' : 'consumer';
		return {kind, domain, accountId: account.id, stream, consumer};
	}
}

/** Whether a consumer that the meta leader lists looks as if no server had it. */
function isOrphan(reading: GroupReading): boolean {
	return reading === 'gone' || reading === 'unstarted';
}

function nameOf(group: ApiGroup): string {
	const {stream, consumer = stream} = group.type === 'unstarted' ? group : group.group;
	return consumer;
}

const streamErrors: ReadonlySet<number | undefined> = new Set([
	apiCode.streamNotFound,
	apiCode.streamOffline,
	apiCode.streamOfflineReason,
]);
