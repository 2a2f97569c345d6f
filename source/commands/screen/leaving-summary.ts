import {cleanText} from '../../domain/clean-text.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import type {ActEnd} from './acting.ts';
import {outcomeText, resultWords} from './outcome-text.ts';

/** The acts that are told one by one; more are only counted. */
const actsTold = 10;

/**
 * What stays on the normal screen after leaving: what was done and how it ended, where the leaders are now
 * compared with the baseline, and where it is all written down. Nothing when nothing happened.
 */
export function leavingSummary(
	view: ClusterView,
	log: readonly ActEnd[],
	auditFile: string | undefined,
): string[] {
	const lines = [...actLines(log), ...changeLines(view)];
	if (log.length > 0 && auditFile !== undefined) {
		lines.push(`recorded in ${cleanText(auditFile, 1000)}`);
	}

	return lines;
}

function actLines(log: readonly ActEnd[]): string[] {
	if (log.length === 0) {
		return [];
	}

	const told = log
		.slice(-actsTold)
		.map(end => (end.type === 'meta' ? cleanText(end.text) : outcomeText(end.outcome)));
	const untold = log.length - told.length;
	return [
		`leadertop: ${log.length === 1 ? '1 act' : `${log.length} acts`}`,
		...(untold > 0 ? [`  ${untold} earlier ones: ${countText(log.slice(0, untold))}`] : []),
		...told.map(line => `  ${line}`),
	];
}

function countText(log: readonly ActEnd[]): string {
	const counts = new Map<string, number>();
	for (const end of log) {
		const word = end.type === 'meta' ? 'meta leader' : resultWords[end.outcome.result];
		counts.set(word, (counts.get(word) ?? 0) + 1);
	}

	return Array.from(counts, ([word, count]) => `${count} ${word}`).join(', ');
}

function changeLines({baseline, servers, counts}: ClusterView): string[] {
	if (!baseline) {
		return [];
	}

	const changes = [...servers.keys()].sort().flatMap(name => {
		const {streams = 0, consumers = 0} = counts.get(name) ?? {};
		const before = baseline.get(name) ?? 0;
		const now = streams + consumers;
		return now === before ? [] : [`${cleanText(name)} ${before} → ${now}`];
	});
	return changes.length === 0 ? [] : [`leaders since the start: ${changes.join(', ')}`];
}
