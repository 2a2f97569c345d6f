import {
	accountInfo,
	type AccountInfo,
	apiError,
	apiPage,
	type ApiPage,
} from '../decode/api-reply.ts';
import {recordOf, type JsonRecord, UndecodableError} from '../decode/json-value.ts';
import {readReply} from '../decode/read-reply.ts';
import type {Link} from './link.ts';

/** A page waits 4 s for leaders that do not answer (nats-server, `jsClusteredStreamListRequest`). */
const pageTimeoutMs = 10_000;

/**
 * The JetStream API of the account that a connection belongs to, as far as it reports leaders.
 * All methods throw NoAnswerError, ApiError, UndecodableError, or the reason of the signal.
 */
export class JetStreamApi {
	/** `$JS.API`, or what stands for it. */
	readonly prefix: string;
	readonly #link: Link;
	readonly #timeoutMs: number;
	#requests = 0;
	#bytes = 0;

	/** @param timeoutMs for answers that need no other server */
	constructor(link: Link, prefix: string, timeoutMs: number) {
		this.#link = link;
		this.prefix = prefix;
		this.#timeoutMs = timeoutMs;
	}

	/** Answers and their bytes so far. */
	get cost(): {readonly requests: number; readonly bytes: number} {
		return {requests: this.#requests, bytes: this.#bytes};
	}

	async info(signal?: AbortSignal): Promise<AccountInfo> {
		return accountInfo(await this.#ask('INFO', '', this.#timeoutMs, signal));
	}

	async streams(offset: number, signal: AbortSignal): Promise<ApiPage> {
		const body = JSON.stringify({offset});
		return apiPage(await this.#ask('STREAM.LIST', body, pageTimeoutMs, signal), 'streams');
	}

	async consumers(stream: string, offset: number, signal: AbortSignal): Promise<ApiPage> {
		const body = JSON.stringify({offset});
		const subject = `CONSUMER.LIST.${stream}`;
		return apiPage(await this.#ask(subject, body, pageTimeoutMs, signal), 'consumers');
	}

	/** A stream as its leader reports it; as any host does while it has no leader. */
	async stream(stream: string, signal: AbortSignal): Promise<JsonRecord> {
		return recorded(await this.#ask(`STREAM.INFO.${stream}`, '', this.#timeoutMs, signal));
	}

	async consumer(stream: string, consumer: string, signal: AbortSignal): Promise<JsonRecord> {
		const subject = `CONSUMER.INFO.${stream}.${consumer}`;
		return recorded(await this.#ask(subject, '', this.#timeoutMs, signal));
	}

	async #ask(
		subject: string,
		body: string,
		timeoutMs: number,
		signal?: AbortSignal,
	): Promise<unknown> {
		const full = `${this.prefix}.${subject}`;
		this.#requests++;
		const {value, wireBytes} = await readReply(
			await this.#link.ask(full, body, {timeoutMs, signal}),
		);
		signal?.throwIfAborted();
		this.#bytes += wireBytes;
		const error = apiError(value);
		if (error) {
			throw new ApiError(full, error.code, error.description);
		}

		return value;
	}
}

/** Where the JetStream API of a domain is. */
export function apiPrefix(domain: string | undefined): string {
	return domain === undefined ? '$JS.API' : `$JS.${domain}.API`;
}

/** The JetStream API says no. */
export class ApiError extends Error {
	override readonly name = 'ApiError';
	/** The server's err_code. */
	readonly code: number | undefined;
	/** In the server's words. */
	readonly description: string;

	constructor(subject: string, code: number | undefined, description: string) {
		super(`${subject} answers: ${description}`);
		this.code = code;
		this.description = description;
	}
}

/** err_codes of the JetStream API. */
export const apiCode = {
	badRequest: 10_003,
	/** The meta group has no leader. */
	unavailable: 10_008,
	consumerNotFound: 10_014,
	notEnabledForAccount: 10_039,
	streamNotFound: 10_059,
	notEnabled: 10_076,
	/** None of its hosts is up. */
	streamOffline: 10_118,
	consumerOffline: 10_119,
	/** The servers cannot run it, and the description says why: from nats-server 2.12 on. */
	streamOfflineReason: 10_194,
	consumerOfflineReason: 10_195,
} as const;

/** The account of the connection has no JetStream, or no server here has. */
export function isWithoutJetStream({code}: ApiError): boolean {
	return code === apiCode.notEnabledForAccount || code === apiCode.notEnabled;
}

function recorded(value: unknown): JsonRecord {
	const record = recordOf(value);
	if (!record) {
		throw new UndecodableError('not a JSON object');
	}

	return record;
}
