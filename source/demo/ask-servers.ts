import type {NatsConnection} from 'nats';

export type Question = {
	/** `JSZ`, `HEALTHZ` and so on. */
	readonly topic: string;
	readonly options?: JsonRecord;
	/** Names of the servers whose answers count. Servers beyond a leafnode or a gateway may answer too. */
	readonly servers: readonly string[];
	/** Their JetStream domain: beyond a leafnode servers of another one may have the same names. */
	readonly domain?: string | undefined;
	readonly maxWaitMs: number;
};

/** Asks all servers the same over a connection to the system account: the data of each answer, by server name. */
export async function askServers(
	system: NatsConnection,
	{topic, options = {}, servers, domain, maxWaitMs}: Question,
): Promise<ReadonlyMap<string, JsonRecord>> {
	const replies = await system.requestMany(
		`$SYS.REQ.SERVER.PING.${topic}`,
		JSON.stringify(options),
		{strategy: 'timer', maxWait: maxWaitMs},
	);
	const answers = new Map<string, JsonRecord>();
	const silent = new Set(servers);
	for await (const reply of replies) {
		const body = reply.json<unknown>();
		const server = recordAt(body, 'server');
		const name = textAt(server, 'name') ?? '';
		const answer = recordAt(body, 'data');
		if (
			answer &&
			(domain ?? textAt(server, 'domain')) === textAt(server, 'domain') &&
			silent.delete(name)
		) {
			answers.set(name, answer);
		}

		if (silent.size === 0) {
			break;
		}
	}

	return answers;
}

/** A JSON object whose fields are not checked yet. */
export type JsonRecord = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is JsonRecord {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function recordAt(value: unknown, key: string): JsonRecord | undefined {
	const field = isRecord(value) ? value[key] : undefined;
	return isRecord(field) ? field : undefined;
}

export function recordsAt(value: unknown, key: string): readonly JsonRecord[] {
	const field = isRecord(value) ? value[key] : undefined;
	return Array.isArray(field) ? field.filter(isRecord) : [];
}

export function textAt(value: unknown, key: string): string | undefined {
	const field = isRecord(value) ? value[key] : undefined;
	return typeof field === 'string' ? field : undefined;
}
