import path from 'node:path';
import {cleanText} from '../../domain/clean-text.ts';
import {messageOf} from '../../session/errors.ts';
import {sessionReport, type SessionParts} from './session-report.ts';
import {writeReport} from '../../session/write-report.ts';

export type ReportWriter = {
	/** Writes down what is seen of a cluster now, and tells where, or why it could not. */
	readonly write: (wanted: Parameters<typeof sessionReport>[1]) => Promise<void>;
	/** What has been written so far. */
	readonly files: () => readonly string[];
};

/** Writes reports into a folder. */
export function createReportWriter(
	folder: string,
	partsNow: () => SessionParts,
	tell: (text: string, tone: 'good' | 'bad') => void,
): ReportWriter {
	const files: string[] = [];
	return {
		async write(wanted) {
			try {
				const {reportMarkdown} = await import('../../report/report-markdown.ts');
				const parts = partsNow();
				const file = await writeReport(reportMarkdown(sessionReport(parts, wanted)), {
					folder,
					cluster: wanted.cluster,
					at: parts.at,
				});
				files.push(file);
				tell(`Report: ${path.basename(file)} in ${cleanText(folder, 1000)}`, 'good');
			} catch (error) {
				tell(`No report was written: ${cleanText(messageOf(error), 500)}`, 'bad');
			}
		},
		files: () => files,
	};
}
