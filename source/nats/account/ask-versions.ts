import {createInbox} from 'nats';
import {readMessage} from '../decode/read-reply.ts';
import {serverReply} from '../decode/server-reply.ts';
import {UndecodableError} from '../decode/json-value.ts';
import type {Link} from '../client/link.ts';

/** How long after the last answer another server may still answer, in ms. */
const quietMs = 250;

/** In ms. */
const deadlineMs = 1000;

/**
 * The versions of the servers by their names, as far as they tell: every server answers this question about its
 * account's connections to any account that is not forbidden to ask it, about half a kilobyte each. What is asked is of
 * no interest here, only who answers. Never rejects.
 * @param expected names of servers to wait for until the deadline; without them it is over when no more answers come
 */
export async function askVersions(
	link: Link,
	inboxPrefix: string | undefined,
	signal: AbortSignal,
	expected?: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
	const inbox = createInbox(inboxPrefix);
	const versions = new Map<string, string>();
	await new Promise<void>(resolve => {
		const deadline = setTimeout(end, deadlineMs);
		let quiet: NodeJS.Timeout | undefined;
		const subscription = link.subscribe(
			inbox,
			message => {
				if (message.headers?.code === 503) {
					end();
					return;
				}

				take(versions, () => readMessage(message));
				clearTimeout(quiet);
				if (!expected) {
					quiet = setTimeout(end, quietMs);
				} else if ([...expected].every(name => versions.has(name))) {
					end();
				}
			},
			end,
		);
		signal.addEventListener('abort', end, {once: true});
		link.askAll('$SYS.REQ.ACCOUNT.PING.CONNZ', '{"limit":1}', {reply: inbox});

		function end() {
			clearTimeout(deadline);
			clearTimeout(quiet);
			signal.removeEventListener('abort', end);
			subscription.unsubscribe();
			resolve();
		}
	});
	return versions;
}

function take(versions: Map<string, string>, read: () => unknown): void {
	try {
		const {server} = serverReply(read(), 'data');
		versions.set(server.name, server.version);
	} catch (error) {
		// Nothing that is shown depends on it.
		if (!(error instanceof UndecodableError)) {
			throw error;
		}
	}
}
