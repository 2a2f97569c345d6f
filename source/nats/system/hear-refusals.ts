import type {Link} from '../client/link.ts';

/**
 * Tells which questions to servers this user may not send, each once: they go to many servers, and nobody waits for an
 * answer in particular.
 */
export function hearRefusals(
	link: Link,
	onRejected: (subject: string, reason: string) => void,
): void {
	const told = new Set<string>();
	link.onPublishRefused(subject => {
		// Each server is asked on a subject of its own.
		const asked = subject.replace(/^(\$SYS\.REQ\.SERVER\.)N[A-Z\d]{55}\./, '$1*.');
		if (asked.startsWith('$SYS.REQ.') && !told.has(asked)) {
			told.add(asked);
			onRejected(asked, 'this user may not publish to it; allow it to see everything');
		}
	});
}
