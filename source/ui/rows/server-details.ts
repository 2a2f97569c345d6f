import {
	formatBytes,
	formatChange,
	formatCount,
	formatRate,
	formatRatio,
} from '../../domain/format.ts';
import {isMetaPeer, peerRemoveCommand} from '../../domain/meta-group.ts';
import type {Server} from '../../domain/server.ts';
import {stopWarnings} from '../../domain/stop-verdict.ts';
import {formatDuration} from '../../domain/time.ts';
import {counted} from '../../domain/words.ts';
import {accountsLedBy} from '../../state/view-figures.ts';
import {sparkline} from '../components/bars.ts';
import {commandText} from '../nats-command.ts';
import type {Scene} from './scene.ts';
import {loadText, stateWords, type DrainState, type ServerRow} from './server-rows.ts';
import {factLines, type Line} from '../text/line.ts';
import type {Tone} from '../theme.ts';

/** Caption, text and tone; without a caption it goes on with what stands above. */
type Fact = readonly [caption: string, text: string, tone?: Tone] | false | undefined;

/** Everything that is known of a server. */
export function serverDetails(row: ServerRow, scene: Scene, width: number): readonly Line[] {
	const {shownAt, distribution, glyphs, servers} = scene;
	const {share, metaLeader, change, trend, missing, drain} = row;
	const {server, leaders, streamLeaders, consumerLeaders, r1, ratio, hotspot} = share;
	const {name, cluster, domain, version, startedAt, rejoinedAt, id, tags} = server;
	const since = (at: number) => formatDuration(shownAt - at);
	const isOnline = server.state === 'online';
	const most = Math.max(distribution.average * 2, ...trend);
	const total = servers.reduce((sum, each) => sum + (each.change ?? 0), 0);
	const trendWidth = Math.min(40, width - 16, trend.length);
	const facts: readonly Fact[] = [
		['server', name, 'strong'],
		['cluster', cluster + (domain ? `, domain ${domain}` : '')],
		metaLeader && ['', `${glyphs.meta} meta leader`],
		['state', isOnline ? 'online' : stateWords(server, shownAt), isOnline ? 'good' : 'warning'],
		goneFact(server, scene),
		missing && ['', 'inventory not seen', 'warning'],
		rejoinedAt !== undefined && ['came back', `${since(rejoinedAt)} ago`, 'fresh'],
		['version', (version || '-') + (startedAt === undefined ? '' : `, up ${since(startedAt)}`)],
		['id', id || '-', 'muted'],
		tags.length > 0 && ['tags', tags.join(' ')],
		[
			'leads',
			`${leaders} of ${distribution.leaders}: ${streamLeaders} streams, ${consumerLeaders} consumers`,
		],
		r1 > 0 && ['', `and ${r1} with one replica (cannot move)`],
		accountsFact(name, scene),
		[
			'fair share',
			`${formatCount(distribution.average)}; this server ${formatRatio(ratio)}x${hotspot ? ', HOT' : ''}`,
			hotspot ? 'hot' : 'text',
		],
		...loadFacts(row, scene),
		change !== undefined && [
			'change',
			`${formatChange(change)} (all servers: ${formatChange(total)})`,
		],
		trend.length > 0 && ['trend', sparkline(trend, most, trendWidth, glyphs), 'load'],
		drain && ['drain', drainWords[drain], 'warning'],
		...stopFacts(row, scene),
		...statsFacts(row),
	];
	return facts.flatMap(fact => (fact ? factLines(fact[0], fact[1], width, fact[2]) : []));
}

/** A peer that is gone for good counts for the quorum of the meta group until it is removed. */
function goneFact({name, state, domain}: Server, {shown}: Scene): Fact {
	const group = shown.metaGroups.get(domain);
	const command = commandText(peerRemoveCommand(name, domain));
	return (
		state === 'offline' &&
		group !== undefined &&
		isMetaPeer(group, name) &&
		command !== undefined && ['gone for good?', command]
	);
}

const drainWords: Readonly<Record<DrainState, string>> = {
	running: 'running: its leaders move to other servers',
	unfinished: 'not empty: D continues the drain, or undrains it',
	unseen: 'its leaders are unknown',
	done: 'done: plans give it no leaders until you undrain it (D)',
};

/** Whether it may stop, and what that would cost nonetheless. */
function stopFacts({stop, share}: ServerRow, {origin}: Scene): readonly Fact[] {
	if (origin.type === 'account') {
		return [['stop now?', 'unknown: needs the system account', 'muted']];
	}

	if (!stop) {
		return [];
	}

	const isOk = stop.type === 'ok';
	const answer = isOk
		? 'ok'
		: `${stop.type === 'wait' ? 'wait' : 'not known'}: ${stop.reasons.join('; ')}`;
	return [
		['stop now?', answer, isOk ? 'good' : 'warning'],
		...stopWarnings(share).map(warning => ['', warning, 'warning'] as const),
	];
}

/** Accounts whose groups it leads, most first. */
function accountsFact(server: string, {shown}: Scene): Fact {
	const accounts = [...accountsLedBy(shown, server)].sort((a, b) => b[1] - a[1]);
	const words = accounts.slice(0, 6).map(([account, count]) => `${account} ${count}`);
	const others = accounts.length - words.length;
	const more = others > 0 ? `, ${others} more` : '';
	return words.length > 0 && ['of accounts', words.join(', ') + more];
}

/** What its leaders handle, where load is shown. */
function loadFacts({load: share}: ServerRow, {load}: Scene): readonly Fact[] {
	if (!load || !share) {
		return [];
	}

	const {bytesPerSecond, ratio, hotspot, unknown} = share;
	const bytes =
		bytesPerSecond === undefined
			? ''
			: `, about ${formatBytes(bytesPerSecond)}/s stored by streams`;
	return [
		['load', `${loadText(share)} messages/s of its leaders${bytes}`],
		[
			'',
			`${formatRatio(ratio)}x the fair share of ${formatRate(load.average)}/s${hotspot ? ', HOT by load' : ''}`,
			hotspot ? 'hot' : 'text',
		],
		unknown > 0 && ['', `${formatCount(unknown)} of its groups without a known rate`, 'muted'],
	];
}

function statsFacts({share}: ServerRow): readonly Fact[] {
	const {stats, messagesPerSecond, traffic} = share.server;
	if (!stats) {
		return [];
	}

	const {cpuPercent, cores, memoryBytes, connections, slowConsumers} = stats;
	const messages = `${formatCount(stats.messagesIn)} in, ${formatCount(stats.messagesOut)} out`;
	const bytes = `${formatBytes(stats.bytesIn)}, ${formatBytes(stats.bytesOut)}`;
	return [
		['cpu', `${formatCount(cpuPercent)}% of one core, of ${cores}`],
		['memory', formatBytes(memoryBytes)],
		['clients', counted(connections, 'connection', undefined, formatCount)],
		slowConsumers > 0 && ['', `${formatCount(slowConsumers)} slow consumers`, 'warning'],
		['messages', `${formatRate(messagesPerSecond)}/s; ${messages} (${bytes})`],
		traffic && [
			'',
			`in ${formatRate(traffic.messagesIn)}/s, ${formatBytes(traffic.bytesIn)}/s; out ${formatRate(traffic.messagesOut)}/s, ${formatBytes(traffic.bytesOut)}/s`,
		],
	];
}
