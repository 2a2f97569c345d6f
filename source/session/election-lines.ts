import {cleanText} from '../domain/clean-text.ts';
import {electionCauses, electionCauseWords} from '../domain/election-cause.ts';
import {formatElapsed} from '../domain/time.ts';
import type {ClusterView} from '../state/cluster-view.ts';

/** Groups that are named. */
const namedGroups = 5;

/** The elections that were seen, counted by cause, and what else is remarkable about them; nothing where there were none. */
export function electionLines({
	electionCount,
	electionTotals: totals,
	electionSummary: {flapping, quorumLosses, gaps},
}: Pick<ClusterView, 'electionCount' | 'electionTotals' | 'electionSummary'>): string[] {
	const causes = electionCauses
		.filter(cause => totals[cause] > 0)
		.map(cause => `${totals[cause]} ${electionCauseWords[cause]}`);
	const restless = flapping
		.slice(0, namedGroups)
		.map(({group: {account, stream, consumer}, elections}) => {
			const name = [account, stream, consumer].filter(part => part !== undefined).join(' ');
			return `${cleanText(name)} (${elections})`;
		});
	return [
		...(electionCount > 0 ? [`elections: ${electionCount} (${causes.join(', ')})`] : []),
		...(gaps.measured > 0
			? [
					`without a leader: ${formatElapsed(gaps.totalMs / gaps.measured)} on average, ${formatElapsed(gaps.longestMs)} at most`,
				]
			: []),
		...(quorumLosses > 0 ? [`quorum lost: ${quorumLosses} times`] : []),
		...(restless.length > 0 ? [`flapping: ${restless.join(', ')}`] : []),
	];
}
