import type {StepDownAnswer} from '../../cluster.ts';
import {supports} from '../../domain/server-version.ts';
import type {GroupIdentity} from '../../domain/raft-group.ts';
import {apiPrefix} from '../client/jetstream-api.ts';
import {apiAnswer} from '../decode/api-reply.ts';
import {readMessage} from '../decode/read-reply.ts';
import {UndecodableError} from '../decode/json-value.ts';
import {NoAnswerError, type Link} from '../client/link.ts';

export type StepDownOrder = {
	readonly link: Link;
	readonly subject: string;
	/** Called when the server refused to take the message. */
	readonly onDenied?: () => void;
	/** Why nothing listens on the subject; undefined where that may be temporary. */
	readonly whyUnheard?: string | undefined;
	readonly preferred: string | undefined;
	/** Of the server that leads now; undefined when it is not known. */
	readonly leaderVersion: string | undefined;
	readonly timeoutMs: number;
	readonly signal?: AbortSignal;
};

/** Asks a leader to step down. Never rejects. */
export async function sendStepDown({
	link,
	subject,
	onDenied,
	whyUnheard,
	preferred,
	leaderVersion,
	timeoutMs,
	signal,
}: StepDownOrder): Promise<StepDownAnswer> {
	if (
		preferred !== undefined &&
		leaderVersion !== undefined &&
		!supports(leaderVersion, 'directedStepDown')
	) {
		return refused(
			`the leader runs nats-server ${leaderVersion}: a preferred leader needs 2.11 or newer`,
		);
	}

	// Servers before 2.11 refuse any body, an empty object too.
	const body = preferred === undefined ? '' : JSON.stringify({placement: {preferred}});
	try {
		const answer = apiAnswer(readMessage(await link.ask(subject, body, {timeoutMs, signal})));
		if (answer.type === 'done') {
			return {type: 'accepted'};
		}

		if (answer.code === notAvailable) {
			return {type: 'unconfirmed', reason: answer.description};
		}

		if (preferred === undefined || answer.code !== badRequest) {
			return refused(answer.description, answer.code);
		}

		const reason = `${answer.description}: a preferred leader needs nats-server 2.11 or newer`;
		// A leader of which we know that it can did not say so.
		return leaderVersion === undefined
			? refused(reason, answer.code)
			: {type: 'unconfirmed', reason};
	} catch (error) {
		if (signal?.aborted) {
			return {type: 'no-answer', reason: 'cancelled while waiting for the answer'};
		}

		if (error instanceof UndecodableError) {
			return {type: 'no-answer', reason: `the answer makes no sense: ${error.message}`};
		}

		// Without a subscription to answers the request has been carried out: the election shows it.
		if (error instanceof NoAnswerError && error.denied?.operation === 'publish') {
			onDenied?.();
			return refused(error.reason);
		}

		if (whyUnheard !== undefined && error instanceof NoAnswerError && error.isUnheard) {
			return refused(whyUnheard);
		}

		const reason = error instanceof NoAnswerError ? error.reason : String(error);
		return {type: 'no-answer', reason};
	}
}

/** The err_code with which servers before 2.11 refuse a body. */
const badRequest = 10_003;

/** The err_code of servers that know no leader of the group, or of the meta group. */
const notAvailable = 10_008;

export function refused(reason: string, code?: number): StepDownAnswer {
	return {type: 'refused', code, reason};
}

/** The subject that makes the leader of a group step down, in the group's own account. */
export function stepDownSubject(
	{kind, domain, stream, consumer}: GroupIdentity,
	prefix: string | undefined,
): string {
	const api = prefix ?? apiPrefix(domain);
	return kind === 'stream'
		? `${api}.STREAM.LEADER.STEPDOWN.${stream}`
		: `${api}.CONSUMER.LEADER.STEPDOWN.${stream}.${consumer ?? ''}`;
}

/**
 * The same for the meta group of a cluster, in the system account: there a domain's name leads to its API from nats-server
 * 2.15 on only, while the plain subject leads to the API of the own domain with all of them.
 * @param own the domain of the server that is connected to
 */
export function metaStepDown(
	cluster: string,
	domain: string | undefined,
	own: string | undefined,
): Pick<StepDownOrder, 'subject' | 'whyUnheard'> {
	const action = 'META.LEADER.STEPDOWN';
	return domain === own
		? {subject: `${apiPrefix(undefined)}.${action}`}
		: {
				subject: `${apiPrefix(domain)}.${action}`,
				whyUnheard: whyOutOfReach(cluster),
			};
}

/**
 * Why the meta leader of a cluster in another domain cannot be stepped down from here; undefined where it can, or where
 * asking tells.
 * @param own the domain of the server that is connected to
 */
export function metaOutOfReach(
	cluster: string,
	{
		domain,
		leaderVersion,
	}: {readonly domain: string | undefined; readonly leaderVersion: string | undefined},
	own: string | undefined,
): string | undefined {
	return domain === own ||
		leaderVersion === undefined ||
		supports(leaderVersion, 'domainApiInSystem')
		? undefined
		: whyOutOfReach(cluster);
}

function whyOutOfReach(cluster: string): string {
	return `nats-server before 2.15 takes this from its own JetStream domain only: connect to a server of cluster ${cluster}`;
}
