import pLimit from 'p-limit';
import {groupKey, type GroupIdentity, type GroupKey} from '../../domain/raft-group.ts';
import {steadyNow} from '../../time/clock.ts';
import {apiConsumer, apiStream, type ApiGroup} from '../decode/api-group.ts';
import type {ApiPage} from '../decode/api-reply.ts';
import {
	countOf,
	recordOf,
	textOf,
	type JsonRecord,
	UndecodableError,
} from '../decode/json-value.ts';
import {NoAnswerError} from '../client/link.ts';
import {handOut, reject, type AccountView} from './account-view.ts';
import {ApiError, apiCode} from '../client/jetstream-api.ts';

/** Lists of consumers that are asked for at the same time. The meta leader gathers each from all who lead one of them. */
const concurrency = 8;

export type AccountListing = {
	/** When its first question was sent, epoch in ms. */
	readonly askedAt: number;
	/** Groups that exist, but without an answer. */
	readonly unanswered: readonly GroupIdentity[];
	/** Groups of which no host is up. */
	readonly offline: readonly GroupIdentity[];
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
	readonly offline: GroupIdentity[] = [];
	readonly #view: AccountView;
	readonly #signal: AbortSignal;
	/** Configurations of the streams that have consumers, by name; undefined for a stream without an answer. */
	readonly #owners = new Map<string, JsonRecord | undefined>();
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
			name => {
				this.#owners.set(name, undefined);
				this.#doubt(name, undefined);
			},
		);
		await pLimit(concurrency).map([...this.#owners], async ([stream, config]) => {
			await this.#readConsumers(stream, config);
		});
		await pLimit(concurrency).map([...this.#doubtful.values()], async group => {
			const reading = await readGroup(this.#view, group, this.#signal);
			if (reading === 'unanswered' || reading === 'offline') {
				this[reading].push(group);
			}
		});
	}

	async #readConsumers(stream: string, config: JsonRecord | undefined): Promise<void> {
		const {api, source} = this.#view;
		try {
			await this.#readPages(
				async offset => api.consumers(stream, offset, this.#signal),
				entry => apiConsumer(entry, source, stream, config),
				name => {
					this.#doubt(stream, name);
				},
			);
		} catch (error) {
			// Deleted in between, or offline: the request for the stream itself finds that out.
			const isGone =
				error instanceof ApiError &&
				(error.code === apiCode.streamNotFound || error.code === apiCode.streamOffline);
			if (!isGone) {
				throw error;
			}
		}
	}

	#readStream(entry: JsonRecord): ApiGroup {
		const config = recordOf(entry['config']);
		const name = textOf(config?.['name']);
		if (name !== undefined && countOf(recordOf(entry['state'])?.['consumer_count']) > 0) {
			this.#owners.set(name, config);
		}

		return apiStream(entry, this.#view.source);
	}

	async #readPages(
		ask: (offset: number) => Promise<ApiPage>,
		read: (entry: JsonRecord) => ApiGroup,
		onMissing: (name: string) => void,
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
			page.missing.forEach(onMissing);
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

	#doubt(stream: string, consumer: string | undefined): void {
		const group = this.#identity(stream, consumer);
		this.#doubtful.set(groupKey(group), group);
	}

	#identity(stream: string, consumer: string | undefined): GroupIdentity {
		const {account, domain} = this.#view.source;
		const kind = consumer === undefined ? 'stream' : 'consumer';
		return {kind, domain, accountId: account.id, stream, consumer};
	}
}

/**
 * What came of asking for one group.
 * - `read`: an answer came, and it has been handed out
 * - `gone`: it does not exist any more
 * - `offline`: it exists, and none of its hosts is up
 * - `unanswered`: no answer came
 */
export type GroupReading = 'read' | 'gone' | 'offline' | 'unanswered';

/**
 * Asks for one group and hands out what its leader reports, or a host of it while it has no leader.
 * @throws the reason of the signal
 */
export async function readGroup(
	view: AccountView,
	group: GroupIdentity,
	signal: AbortSignal,
): Promise<GroupReading> {
	const askedAt = steadyNow();
	try {
		const read = await askFor(view, group, signal);
		handOut(view, [read], askedAt);
		return read.type === 'unstarted' ? 'unanswered' : 'read';
	} catch (error) {
		signal.throwIfAborted();
		return readingOf(view, group, error);
	}
}

async function askFor(
	{api, source, ledger}: AccountView,
	group: GroupIdentity,
	signal: AbortSignal,
): Promise<ApiGroup> {
	const {stream, consumer} = group;
	if (consumer === undefined) {
		return apiStream(await api.stream(stream, signal), source);
	}

	const owner = ledger.get(groupKey({...group, consumer: undefined}));
	const config = owner && {num_replicas: owner.replicas};
	return apiConsumer(await api.consumer(stream, consumer, signal), source, stream, config);
}

function readingOf(view: AccountView, {stream, consumer}: GroupIdentity, error: unknown) {
	if (error instanceof ApiError) {
		return outcomes.get(error.code) ?? 'unanswered';
	}

	const subject = `${view.api.prefix}.${consumer === undefined ? 'STREAM' : 'CONSUMER'}.INFO`;
	if (error instanceof UndecodableError) {
		reject(view, `${subject}.${stream}`, error.message);
	} else if (!(error instanceof NoAnswerError)) {
		throw error;
	} else if (error.denied !== undefined) {
		reject(view, error.denied.subject, error.reason);
	}

	return 'unanswered';
}

const outcomes: ReadonlyMap<number | undefined, GroupReading> = new Map([
	[apiCode.streamNotFound, 'gone'],
	[apiCode.consumerNotFound, 'gone'],
	[apiCode.streamOffline, 'offline'],
	[apiCode.consumerOffline, 'offline'],
]);
