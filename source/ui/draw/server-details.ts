import {formatBytes} from '../../domain/format-bytes.ts';
import {formatChange, formatCount, formatRate} from '../../domain/format-count.ts';
import {formatDuration} from '../../domain/format-duration.ts';
import {formatRatio} from '../../domain/format-ratio.ts';
import {stopWarnings} from '../../domain/stop-verdict.ts';
import {accountsLedBy} from '../../state/accounts-led-by.ts';
import type {Scene} from '../scene/scene.ts';
import type {DrainState, ServerRow} from '../scene/server-row.ts';
import {span, type Line} from '../text/line.ts';
import type {Tone} from '../theme.ts';
import {drawFact} from './fact.ts';
import {loadText} from './load-columns.ts';
import {stateWords} from './server-words.ts';
import {drawTrend} from './trend.ts';

/** Everything that is known of a server. */
export function drawServerDetails(row: ServerRow, scene: Scene, width: number): Line[] {
	const {shownAt, distribution, glyphs} = scene;
	const {share, metaLeader, change, trend, missing} = row;
	const {server} = share;
	const fact = (caption: string, text: string, tone?: Tone) => drawFact(caption, text, width, tone);
	const since = (at: number) => formatDuration(shownAt - at);
	const most = Math.max(distribution.average * 2, ...trend);
	const total = scene.servers.reduce((sum, each) => sum + (each.change ?? 0), 0);
	return [
		...fact('server', server.name, 'strong'),
		...fact('cluster', server.cluster + (server.domain ? `, domain ${server.domain}` : '')),
		...(metaLeader ? fact('', `${glyphs.meta} leads the meta group`) : []),
		...fact(
			'state',
			server.state === 'online' ? 'online' : stateWords(server, shownAt),
			server.state === 'online' ? 'good' : 'warning',
		),
		...(missing ? fact('', 'its inventory has not been seen', 'warning') : []),
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
		...accountsFact(server.name, scene, width),
		...fact(
			'fair share',
			`${formatCount(distribution.average)}; it has ${formatRatio(share.ratio)} times that${share.hotspot ? ': HOT' : ''}`,
			share.hotspot ? 'hot' : 'text',
		),
		...loadFacts(row, scene, width),
		...(change === undefined
			? []
			: fact('change', `${formatChange(change)} (all servers: ${formatChange(total)})`)),
		...(trend.length > 0
			? fact(
					'trend',
					drawTrend(trend, most, Math.min(40, width - 16, trend.length), glyphs),
					'load',
				)
			: []),
		...(row.drain ? fact('drain', drainFact[row.drain], 'warning') : []),
		...stopFacts(row, scene, width),
		...statsFacts(row, width),
		[span('')],
	];
}

const drainFact: Readonly<Record<DrainState, string>> = {
	running: 'its leaders are being moved away',
	unfinished: 'to be kept empty, but it leads groups: D goes on, or undrains it',
	unseen: 'to be kept empty; what it leads is not known',
	done: 'done: no plan gives it leaders until D undrains it',
};

/** Whether it may stop, and what that would cost nonetheless. */
function stopFacts({stop, share}: ServerRow, {origin}: Scene, width: number): Line[] {
	const fact = (text: string, tone: Tone) => drawFact('stop now?', text, width, tone);
	if (origin.type === 'account') {
		return fact('not known: one account alone does not tell', 'muted');
	}

	if (!stop) {
		return [];
	}

	return [
		...(stop.type === 'ok'
			? fact('ok', 'good')
			: fact(
					`${stop.type === 'wait' ? 'wait' : 'not known'}: ${stop.reasons.join('; ')}`,
					'warning',
				)),
		...stopWarnings(share).flatMap(warning => drawFact('', warning, width, 'warning')),
	];
}

/** Whose groups it leads, the most first. */
function accountsFact(server: string, {shown}: Scene, width: number): Line[] {
	const most = [...accountsLedBy(shown, server)].sort((a, b) => b[1] - a[1]);
	const words = most.slice(0, accountsTold).map(([account, count]) => `${account} ${count}`);
	const others = most.length > accountsTold ? `, ${most.length - accountsTold} more` : '';
	return words.length > 0 ? drawFact('of accounts', words.join(', ') + others, width) : [];
}

const accountsTold = 6;

function statsFacts({share}: ServerRow, width: number): Line[] {
	const {stats, messagesPerSecond, traffic} = share.server;
	if (!stats) {
		return [];
	}

	const {cpuPercent, cores, memoryBytes, connections, slowConsumers} = stats;
	return [
		...drawFact('cpu', `${formatCount(cpuPercent)}% of one core, of ${cores}`, width),
		...drawFact('memory', formatBytes(memoryBytes), width),
		...drawFact(
			'clients',
			`${formatCount(connections)} ${connections === 1 ? 'connection' : 'connections'}`,
			width,
		),
		...(slowConsumers > 0
			? drawFact('', `${formatCount(slowConsumers)} slow consumers`, width, 'warning')
			: []),
		...drawFact(
			'messages',
			`${formatRate(messagesPerSecond)}/s; ${formatCount(stats.messagesIn)} in, ${formatCount(stats.messagesOut)} out (${formatBytes(stats.bytesIn)}, ${formatBytes(stats.bytesOut)})`,
			width,
		),
		...(traffic
			? drawFact(
					'',
					`in ${formatRate(traffic.messagesIn)}/s, ${formatBytes(traffic.bytesIn)}/s; out ${formatRate(traffic.messagesOut)}/s, ${formatBytes(traffic.bytesOut)}/s`,
					width,
				)
			: []),
	];
}

/** What its leaders handle, where load is shown. */
function loadFacts({id}: ServerRow, {load}: Scene, width: number): Line[] {
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
		...drawFact('load', `${loadText(share)} messages/s of its leaders${bytes}`, width),
		...drawFact(
			'',
			`${formatRatio(ratio)} times the fair share of ${formatRate(load.average)}/s${hotspot ? ': HOT by load' : ''}`,
			width,
			hotspot ? 'hot' : 'text',
		),
		...(unknown > 0
			? drawFact('', `${formatCount(unknown)} of its groups have no known rate yet`, width, 'muted')
			: []),
	];
}
