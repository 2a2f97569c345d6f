import type {ReactNode} from 'react';
import type {AccountAccessState} from '../../domain/account-access.ts';
import {formatBytes, formatCount, formatRate} from '../../domain/format.ts';
import {formatDuration, clockTime} from '../../domain/time.ts';
import {healthOf, whyNotLeader} from '../../domain/fitness.ts';
import type {RaftGroup} from '../../domain/raft-group.ts';
import {stepDownCommand} from '../nats-command.ts';
import {commandRows, factRows, spanRow} from '../components/facts.tsx';
import type {Glyphs} from '../glyphs.ts';
import {accessFact} from '../rows/access-words.ts';
import {causeWords, pathWords, tookWords} from '../rows/election-words.ts';
import {healthWords} from '../rows/group-words.ts';
import type {Scene} from '../rows/scene.ts';
import {timeline, type TimelineEntry} from '../rows/timeline.ts';
import type {Tone} from '../theme.ts';

/** Everything that is known of a group. */
export function groupDetailRows(
	group: RaftGroup,
	scene: Scene,
	width: number,
): readonly ReactNode[] {
	const {shown, shownAt, glyphs, work} = scene;
	const {kind, account, accountId, domain, cluster, stream, consumer, leader, leaderSince} = group;
	const health = healthOf(group);
	const words = healthWords(health);
	const fact = (caption: string, text: string, tone?: Tone) => factRows(caption, text, width, tone);
	const leaderlessSince = shown.leaderless.get(group.key);
	const since = (at: number | undefined, before: string) =>
		at === undefined ? '' : `${before}since ${ago(at, shownAt)}`;
	const elections = timeline(
		shown.elections.filter(election => election.group.key === group.key),
		work?.outcomes.filter(({outcome}) => outcome.move.group === group.key) ?? [],
		5,
	);
	return [
		...fact(kind, consumer ?? stream, 'strong'),
		...(consumer === undefined ? [] : fact('of stream', stream)),
		...fact('account', accountId === account ? account : `${account} (${accountId})`),
		...fact('cluster', domain === undefined ? cluster : `${cluster}, domain ${domain}`),
		...fact('state', words.text + since(leaderlessSince, ' '), words.tone),
		...(leader === undefined ? [] : fact('leader', leader + since(leaderSince, ', '))),
		...fact('replicas', String(group.replicas)),
		...group.followers.flatMap((follower, index) => {
			const obstacle = whyNotLeader(follower, group, shown.servers);
			return fact(
				index === 0 ? 'followers' : '',
				obstacle ?? `${follower.server} can take over`,
				obstacle === undefined ? 'text' : 'warning',
			);
		}),
		...fact(
			'messages',
			`${formatCount(group.messages)}, ${formatRate(group.messagesPerSecond)}/s` +
				(group.bytesPerMessage === undefined ? '' : `, ${formatBytes(group.bytesPerMessage)} each`),
		),
		...permissionRows(group, scene, width),
		spanRow(),
		// A recording is about the past: nobody is to type its commands now.
		...(health === 'pinned' || leader === undefined || scene.replay
			? []
			: [...commandRows(stepDownCommand(group, undefined), width), spanRow()]),
		...elections.flatMap(happening => electionRows(happening, width, glyphs)),
	];
}

/** What keeps it from being stepped down: a right that is missing, or the connection for it. */
function permissionRows(group: RaftGroup, scene: Scene, width: number): readonly ReactNode[] {
	const {acting, permissionOf, accountAccess} = scene;
	const permission = acting.type === 'locked' ? acting : permissionOf(group);
	if (permission.type === 'locked') {
		return factRows('step-down', `locked: ${permission.missing}`, width, 'warning');
	}

	const access = accountAccess?.(group.accountId);
	if (!access || !notNow.has(access.state)) {
		return [];
	}

	const {text, tone} = accessFact(access, acting);
	return factRows('step-down', text, width, tone);
}

const notNow: ReadonlySet<AccountAccessState> = new Set([
	'connecting',
	'reconnecting',
	'unreachable',
]);

/** `14:02:09    n1 → n3  by you, as wanted, 28 ms`. */
function electionRows(entry: TimelineEntry, width: number, glyphs: Glyphs): readonly ReactNode[] {
	const {text, tone} = causeWords(entry);
	const took = tookWords(entry);
	const words = `${pathWords(entry, glyphs)}  ${text}${took === '' ? '' : `, ${took}`}`;
	return factRows(clockTime(entry.at), words, width, tone);
}

/** `14:02:09 (2m)`, and the date of what is longer ago. */
function ago(at: number, now: number): string {
	const time = now - at < 86_400_000 ? clockTime(at) : new Date(at).toISOString().slice(0, 10);
	return `${time} (${formatDuration(now - at)})`;
}
