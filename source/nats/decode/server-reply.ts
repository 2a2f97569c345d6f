import {recordOf, textOf, textsOf, type JsonRecord, UndecodableError} from './json-value.ts';

/** Who answers: the header of every reply of the system services. */
export type ServerIdentity = {
	readonly name: string;
	/** Changes with every start of the server. */
	readonly id: string;
	/** A server without a cluster is one of its own, under its own name. */
	readonly cluster: string;
	readonly domain: string | undefined;
	readonly version: string;
	readonly tags: readonly string[];
	/** Where it listens; undefined where that is on all addresses. */
	readonly host?: string | undefined;
	/** It is meant to have JetStream: also said while that recovers, or has shut itself down for lack of space. */
	readonly jetStream: boolean;
};

/**
 * Splits a reply of a system service into who says it and what is said.
 * @param part where the content stands: `statsz` in replies to STATSZ, `data` in all others
 * @throws UndecodableError also for the error that a server reports in place of the content
 */
export function serverReply(
	value: unknown,
	part: 'data' | 'statsz',
): {readonly server: ServerIdentity; readonly content: JsonRecord} {
	const reply = recordOf(value);
	if (!reply) {
		throw new UndecodableError('not a JSON object');
	}

	const server = serverIdentity(reply['server']);
	const error = recordOf(reply['error']);
	if (error) {
		throw new UndecodableError(
			`${server.name} says: ${textOf(error['description']) ?? 'error without description'}`,
		);
	}

	const content = recordOf(reply[part]);
	if (!content) {
		throw new UndecodableError(`no "${part}" in the reply of ${server.name}`);
	}

	return {server, content};
}

/** @throws UndecodableError without a name or an id */
export function serverIdentity(value: unknown): ServerIdentity {
	const server = recordOf(value);
	const name = textOf(server?.['name']);
	const id = textOf(server?.['id']);
	if (!server || name === undefined || id === undefined) {
		throw new UndecodableError('no name and id of a server');
	}

	return {
		name,
		id,
		cluster: textOf(server['cluster']) ?? name,
		domain: textOf(server['domain']),
		version: textOf(server['ver']) ?? '',
		tags: textsOf(server['tags']),
		host: anyAddress.has(textOf(server['host']) ?? '') ? undefined : textOf(server['host']),
		jetStream: server['jetstream'] === true,
	};
}

/** What a server says that listens on all addresses. */
const anyAddress: ReadonlySet<string> = new Set(['', '0.0.0.0', '::', '[::]']);
