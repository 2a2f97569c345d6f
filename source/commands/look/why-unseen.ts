import {cleanText} from '../../domain/clean-text.ts';
import type {ClusterView} from '../../state/cluster-view.ts';

/** Why there is nothing to show, in one line. */
export function whyUnseen({
	connection,
	rejected,
}: Pick<ClusterView, 'connection' | 'rejected'>): string {
	const last = rejected.at(-1);
	return (
		connection.detail ??
		(last
			? `no server answered; ${cleanText(last.subject, 300)}: ${cleanText(last.reason, 300)}`
			: 'no server answered')
	);
}
