import type {ReactNode} from 'react';
import {
	formatBytes,
	formatChange,
	formatCount,
	formatRate,
	formatRatio,
} from '../../domain/format.ts';
import {formatDuration} from '../../domain/time.ts';
import {stopWarnings} from '../../domain/stop-verdict.ts';
import {accountsLedBy} from '../../state/view-figures.ts';
import {factRows} from '../components/facts.tsx';
import {sparkline} from '../components/sparkline.ts';
import {stateWords} from '../rows/server-words.ts';
import type {Scene} from '../rows/scene.ts';
import type {DrainState, ServerRow} from '../rows/server-rows.ts';
import type {Tone} from '../theme.ts';
import {loadText} from './load-columns.tsx';

/** Everything that is known of a server. */
export function serverDetailRows(
	row: ServerRow,
	scene: Scene,
	width: number,
): readonly ReactNode[] {
	const {shownAt, distribution, glyphs, servers} = scene;
	const {share, metaLeader, change, trend, missing, drain} = row;
	const {server} = share;
	const fact: Fact = (caption, text, tone) => factRows(caption, text, width, tone);
	const since = (at: number) => formatDuration(shownAt - at);
	const isOnline = server.state === 'online';
	const most = Math.max(distribution.average * 2, ...trend);
	const total = servers.reduce((sum, each) => sum + (each.change ?? 0), 0);
	return [
		...fact('server', server.name, 'strong'),
		...fact('cluster', server.cluster + (server.domain ? `, domain ${server.domain}` : '')),
		...(metaLeader ? fact('', `${glyphs.meta} meta leader`) : []),
		...fact(
			'state',
			isOnline ? 'online' : stateWords(server, shownAt),
			isOnline ? 'good' : 'warning',
		),
		...(missing ? fact('', 'inventory not seen', 'warning') : []),
		...(server.rejoinedAt === undefined
			? []
			: fact('came back', `${since(server.rejoinedAt)} ago`, 'fresh')),
		...fact(
			'version',
			(server.version || '-') +
				(server.startedAt === undefined ? '' : `, up ${since(server.startedAt)}`),
		),
		...fact('id', server.id || '-', 'muted'),
		...(server.tags.length > 0 ? fact('tags', server.tags.join(' ')) : []),
		...fact(
			'leads',
			`${share.leaders} of ${distribution.leaders}: ${share.streamLeaders} streams, ${share.consumerLeaders} consumers`,
		),
		...(share.r1 > 0 ? fact('', `and ${share.r1} with one replica, which cannot move`) : []),
		...accountRows(server.name, scene, fact),
		...fact(
			'fair share',
			`${formatCount(distribution.average)}; it has ${formatRatio(share.ratio)} times that${share.hotspot ? ': HOT' : ''}`,
			share.hotspot ? 'hot' : 'text',
		),
		...loadRows(row, scene, fact),
		...(change === undefined
			? []
			: fact('change', `${formatChange(change)} (all servers: ${formatChange(total)})`)),
		...(trend.length > 0
			? fact(
					'trend',
					sparkline(trend, most, Math.min(40, width - 16, trend.length), glyphs.trend),
					'load',
				)
			: []),
		...(drain ? fact('drain', drainWords[drain], 'warning') : []),
		...stopRows(row, scene, fact),
		...statsRows(row, fact),
	];
}

type Fact = (caption: string, text: string, tone?: Tone) => readonly ReactNode[];

const drainWords: Readonly<Record<DrainState, string>> = {
	running: 'its leaders are being moved away',
	unfinished: 'to be kept empty, but it leads groups: D goes on, or undrains it',
	unseen: 'to be kept empty; what it leads is not known',
	done: 'done: no plan gives it leaders until D undrains it',
};

/** Whether it may stop, and what that would cost nonetheless. */
function stopRows({stop, share}: ServerRow, {origin}: Scene, fact: Fact): readonly ReactNode[] {
	if (origin.type === 'account') {
		return fact('stop now?', 'not known: one account alone does not show it', 'muted');
	}

	if (!stop) {
		return [];
	}

	const answer =
		stop.type === 'ok'
			? 'ok'
			: `${stop.type === 'wait' ? 'wait' : 'not known'}: ${stop.reasons.join('; ')}`;
	return [
		...fact('stop now?', answer, stop.type === 'ok' ? 'good' : 'warning'),
		...stopWarnings(share).flatMap(warning => fact('', warning, 'warning')),
	];
}

/** Accounts whose groups it leads, most first. */
function accountRows(server: string, {shown}: Scene, fact: Fact): readonly ReactNode[] {
	const accounts = [...accountsLedBy(shown, server)].sort((a, b) => b[1] - a[1]);
	const words = accounts.slice(0, accountsNamed).map(([account, count]) => `${account} ${count}`);
	const others = accounts.length - words.length;
	return words.length > 0
		? fact('of accounts', words.join(', ') + (others > 0 ? `, ${others} more` : ''))
		: [];
}

const accountsNamed = 6;

/** What its leaders handle, where load is shown. */
function loadRows({id}: ServerRow, {load}: Scene, fact: Fact): readonly ReactNode[] {
	const share = load?.shares.get(id);
	if (!load || !share) {
		return [];
	}

	const {bytesPerSecond, ratio, hotspot, unknown} = share;
	const bytes =
		bytesPerSecond === undefined
			? ''
			: `, about ${formatBytes(bytesPerSecond)}/s stored by streams`;
	return [
		...fact('load', `${loadText(share)} messages/s of its leaders${bytes}`),
		...fact(
			'',
			`${formatRatio(ratio)} times the fair share of ${formatRate(load.average)}/s${hotspot ? ': HOT by load' : ''}`,
			hotspot ? 'hot' : 'text',
		),
		...(unknown > 0
			? fact('', `${formatCount(unknown)} of its groups have no known rate yet`, 'muted')
			: []),
	];
}

function statsRows({share}: ServerRow, fact: Fact): readonly ReactNode[] {
	const {stats, messagesPerSecond, traffic} = share.server;
	if (!stats) {
		return [];
	}

	const {cpuPercent, cores, memoryBytes, connections, slowConsumers} = stats;
	return [
		...fact('cpu', `${formatCount(cpuPercent)}% of one core, of ${cores}`),
		...fact('memory', formatBytes(memoryBytes)),
		...fact(
			'clients',
			`${formatCount(connections)} ${connections === 1 ? 'connection' : 'connections'}`,
		),
		...(slowConsumers > 0
			? fact('', `${formatCount(slowConsumers)} slow consumers`, 'warning')
			: []),
		...fact(
			'messages',
			`${formatRate(messagesPerSecond)}/s; ${formatCount(stats.messagesIn)} in, ${formatCount(stats.messagesOut)} out (${formatBytes(stats.bytesIn)}, ${formatBytes(stats.bytesOut)})`,
		),
		...(traffic
			? fact(
					'',
					`in ${formatRate(traffic.messagesIn)}/s, ${formatBytes(traffic.bytesIn)}/s; out ${formatRate(traffic.messagesOut)}/s, ${formatBytes(traffic.bytesOut)}/s`,
				)
			: []),
	];
}
