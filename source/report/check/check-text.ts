import {cleanText} from '../../domain/clean-text.ts';
import {findingText, headline, type CheckResult} from './check-result.ts';

/** For people: the result in a line, and below it everything that was checked, a line each. */
export function checkText(result: CheckResult): string {
	const {status, findings, account} = result;
	const statusWidth = Math.max(...findings.map(finding => finding.status.length));
	const itemWidth = Math.max(...findings.map(({item}) => item.length));
	const rows =
		findings.length === 1
			? []
			: findings.map(finding =>
					[
						` ${finding.status.padEnd(statusWidth)}`,
						finding.item.padEnd(itemWidth),
						findingText(finding, findings),
					].join('  '),
				);
	const scope =
		account === undefined
			? []
			: [` account ${account} only: servers and the meta group cannot be checked`];
	return [`${status}: ${headline(result)}`, ...rows, ...scope]
		.map(line => `${cleanText(line, longestLine)}\n`)
		.join('');
}

const longestLine = 2000;
