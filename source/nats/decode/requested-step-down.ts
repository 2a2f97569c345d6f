import type {GroupIdentity} from '../../domain/raft-group.ts';
import {recordOf, textOf, type JsonRecord} from './json-value.ts';

/**
 * Which group a request to step down is about, and which client on which host sent it. Its user is left out: with tokens,
 * some versions of the server give the token itself as the user.
 * @param info the header `Nats-Request-Info`; empty where there is none
 * @param accountId of requests that do not name it
 * @returns undefined for what cannot be understood
 */
export function requestedStepDown(
	subject: string,
	info: string,
	accountId?: string,
): {readonly group: GroupIdentity; readonly who: string | undefined} | undefined {
	const [, , , , , stream, consumer] = subject.split('.');
	const client = parsed(info);
	const account = textOf(client?.['acc']) ?? accountId;
	if (stream === undefined || account === undefined) {
		return undefined;
	}

	return {
		group: {
			kind: consumer === undefined ? 'stream' : 'consumer',
			domain: undefined,
			accountId: account,
			stream,
			consumer,
		},
		who: whoIs(client),
	};
}

function whoIs(client: JsonRecord | undefined): string | undefined {
	const name = textOf(client?.['name']) ?? textOf(client?.['lang']);
	const host = textOf(client?.['host']);
	const words = [name, host === undefined ? undefined : `on ${host}`];
	const who = words.filter(word => word !== undefined).join(' ');
	return who === '' ? undefined : who;
}

function parsed(info: string): JsonRecord | undefined {
	try {
		return recordOf(JSON.parse(info));
	} catch {
		return undefined;
	}
}
