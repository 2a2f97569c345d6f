import {meantBy} from '../nearest-name.ts';
import {offlineTexts} from '../offline-asset.ts';
import {hasJetStream} from '../server.ts';
import {stopReasons, stopWarnings} from '../stop-verdict.ts';
import {counted, listed} from '../words.ts';
import type {CheckedCluster, CheckedView, CheckRules, Finding} from './check.ts';
import {judgeCluster} from './judge-cluster.ts';

/**
 * Judges what was seen by the rules. An incomplete view is never OK: what it lacks is a finding of its own.
 * When a server is asked about, only that is judged, and the number of servers where one is expected.
 */
export function judge(seen: CheckedView, rules: CheckRules): readonly Finding[] {
	const {okToStop, expect} = rules;
	// One finding says how many are up, of all clusters together.
	const isCounted = expect !== undefined && seen.seesAll;
	return [
		...(expect === undefined || seen.clusters.length === 0 ? [] : [expectedServers(seen, expect)]),
		...(okToStop === undefined
			? seen.clusters.flatMap(each =>
					each.summary.jetStream || !seen.seesAll
						? judgeCluster(each, seen.seesAll, rules).filter(
								({item, status}) => !(isCounted && item === 'servers' && status === 'OK'),
							)
						: [listOnly(each)],
				)
			: [stopOf(okToStop, seen)]),
		...(okToStop === undefined ? offline(seen) : []),
		judgeView(seen, okToStop),
	];
}

/** Named only where there are any: most servers know no such state. */
function offline({offlineAssets}: CheckedView): Finding[] {
	const isDown = offlineAssets.some(({type}) => type === 'offline');
	return offlineAssets.length === 0
		? []
		: [
				{
					item: 'offline',
					status: isDown ? 'CRITICAL' : 'WARNING',
					cluster: undefined,
					text: offlineTexts(offlineAssets).join('; '),
				},
			];
}

/** A cluster without JetStream: nothing there could be right or wrong. */
function listOnly({summary: {distribution}}: CheckedCluster): Finding {
	const {cluster} = distribution;
	return {item: 'servers', status: 'OK', cluster, text: 'no JetStream, nothing to check'};
}

/** @param okToStop the one server that is asked about: its verdict names what it lacks, and its own replicas do not matter to it */
function judgeView(
	{lost, seesAll, missing, unseen, unreadable, clusters}: CheckedView,
	okToStop: string | undefined,
): Finding {
	const settling = unseen.filter(name => name !== okToStop);
	const hasNone =
		seesAll && clusters.length > 0 && !clusters.some(({summary}) => summary.jetStream);
	const gaps = [
		...(lost === undefined ? [] : [lost]),
		...(clusters.length === 0 && lost === undefined ? ['no server responded'] : []),
		...(hasNone && okToStop === undefined ? [withoutJetStream(clusters)] : []),
		...(missing.length > 0 && okToStop === undefined
			? [`no inventory from ${missing.join(', ')}`]
			: []),
		...(settling.length > 0
			? [`replicas on ${settling.join(', ')} not seen since the restart`]
			: []),
		...(unreadable > 0 ? [`${counted(unreadable, 'reply', 'replies')} could not be read`] : []),
	];
	return gaps.length > 0
		? {item: 'view', status: 'UNKNOWN', cluster: undefined, text: gaps.join(', ')}
		: {item: 'view', status: 'OK', cluster: undefined, text: 'complete'};
}

function withoutJetStream(clusters: readonly CheckedCluster[]): string {
	const names = clusters.flatMap(({summary}) =>
		summary.distribution.shares.map(({server}) => server.name),
	);
	return `no JetStream on ${listed(names)}: nothing to check`;
}

function expectedServers({clusters, seesAll}: CheckedView, expect: number): Finding {
	const about = {item: 'servers', cluster: undefined} as const;
	if (!seesAll) {
		return {
			...about,
			status: 'UNKNOWN',
			text: 'one account cannot see which servers are up: use the system account',
		};
	}

	const counts = clusters.map(({summary: {jetStream, distribution}}) => ({
		cluster: distribution.cluster,
		jetStream,
		up: distribution.shares.filter(({server}) => hasJetStream[server.state]).length,
	}));
	const up = counts.reduce((sum, each) => sum + each.up, 0);
	const parts = counts
		.filter(({jetStream}) => jetStream)
		.map(each => `${each.up} in ${each.cluster}`);
	const text =
		up > expect
			? `JetStream is up on ${counted(up, 'server')}, ${expect} expected`
			: `JetStream is up on ${up} of ${expect} expected servers`;
	const spread = parts.length > 1 ? `: ${listed(parts)}` : '';
	return {
		...about,
		text: text + spread,
		status: up < expect ? 'CRITICAL' : up > expect ? 'WARNING' : 'OK',
	};
}

function stopOf(name: string, {clusters}: CheckedView): Finding {
	const home = clusters.find(({summary}) =>
		summary.distribution.shares.some(({server}) => server.name === name),
	);
	const share = home?.summary.distribution.shares.find(({server}) => server.name === name);
	const verdict = home?.summary.verdicts.get(name);
	const cluster = home?.summary.distribution.cluster;
	const found = (status: Finding['status'], text: string): Finding => ({
		item: 'stop',
		status,
		cluster,
		text,
	});
	if (share?.server.state === 'offline') {
		return found('OK', `${name} is offline already`);
	}

	if (!share || !verdict) {
		const names = clusters.flatMap(({summary}) =>
			summary.distribution.shares.map(({server}) => server.name),
		);
		return found(
			'UNKNOWN',
			`there is no server ${name}${meantBy(name, names)}; the servers are ${listed(names)}`,
		);
	}

	if (share.server.state === 'silent') {
		return found('UNKNOWN', `${name} is not responding`);
	}

	const reasons = listed(stopReasons(verdict), '; ');
	switch (verdict.answer) {
		case 'ok': {
			const notes = stopWarnings(verdict).map(warning => `; ${warning}`);
			return found('OK', `${name} may stop${notes.join('')}`);
		}

		case 'wait': {
			return found('CRITICAL', `${name} must not stop now: ${reasons}`);
		}

		case 'unknown': {
			return found('UNKNOWN', `unknown whether ${name} may stop: ${reasons}`);
		}
	}
}
