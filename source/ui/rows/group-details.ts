import type {AccountAccessState} from '../../domain/account-access.ts';
import {healthOf, whyNotLeader} from '../../domain/fitness.ts';
import {formatBytes, formatCount, formatRate} from '../../domain/format.ts';
import {desiredText, type RaftGroup} from '../../domain/raft-group.ts';
import {clockDate, clockTime, formatDuration} from '../../domain/time.ts';
import {stepDownCommand} from '../nats-command.ts';
import {accessFact} from './account-rows.ts';
import {causeWords, pathOf, tookWords} from './elections.ts';
import {healthWords} from './group-words.ts';
import type {Scene} from './scene.ts';
import {timeline} from './timeline.ts';
import {commandLines, factLines, type Line} from '../text/line.ts';
import type {Tone} from '../theme.ts';

/** Everything that is known of a group. */
export function groupDetails(group: RaftGroup, scene: Scene, width: number): readonly Line[] {
	const {shown, shownAt, work, replay} = scene;
	const {kind, account, accountId, domain, cluster, stream, consumer, leader, leaderSince} = group;
	const {key, replicas, followers, messages, messagesPerSecond, bytesPerMessage} = group;
	const health = healthOf(group);
	const words = healthWords[health];
	const fact = (caption: string, text: string, tone?: Tone) =>
		factLines(caption, text, width, tone);
	const since = (at: number | undefined, before: string) =>
		at === undefined ? '' : `${before}since ${ago(at, shownAt)}`;
	const size = bytesPerMessage === undefined ? '' : `, ${formatBytes(bytesPerMessage)} each`;
	const elections = shown.elections.filter(election => election.group.key === key);
	const outcomes = work?.outcomes.filter(({outcome}) => outcome.move.group === key) ?? [];
	return [
		...fact(kind, consumer ?? stream, 'strong'),
		...(consumer === undefined ? [] : fact('of stream', stream)),
		...fact('account', accountId === account ? account : `${account} (${accountId})`),
		...fact('cluster', domain === undefined ? cluster : `${cluster}, domain ${domain}`),
		...fact('state', words.text + since(shown.leaderless.get(key), ' '), words.tone),
		...(leader === undefined ? [] : fact('leader', leader + since(leaderSince, ', '))),
		...fact(
			'replicas',
			[replicas, desiredText(group)].filter(part => part !== undefined).join(', '),
		),
		...followers.flatMap((follower, index) => {
			const obstacle = whyNotLeader(follower, group, shown.servers);
			return fact(
				index === 0 ? 'followers' : '',
				obstacle ?? `${follower.server} can take over`,
				obstacle === undefined ? 'text' : 'warning',
			);
		}),
		...fact('messages', `${formatCount(messages)}, ${formatRate(messagesPerSecond)}/s${size}`),
		...permissionLines(group, scene, width),
		[],
		// A recording is about the past: its commands must not be run now.
		...(health === 'pinned' || leader === undefined || replay
			? []
			: [...commandLines(stepDownCommand(group, undefined), width), []]),
		...timeline(elections, outcomes, 5).flatMap(entry => {
			const cause = causeWords(entry);
			const took = tookWords(entry);
			const path = pathOf(entry, scene.glyphs)
				.map(piece => (typeof piece === 'string' ? piece : piece.text))
				.join('');
			const text = `${path}  ${cause.text}${took === '' ? '' : `, ${took}`}`;
			return fact(clockTime(entry.at), text, cause.tone);
		}),
	];
}

/** What keeps it from being stepped down: a right that is missing, or the connection for it. */
function permissionLines(group: RaftGroup, scene: Scene, width: number): readonly Line[] {
	const {acting, permissionOf, accountAccess} = scene;
	const permission = acting.type === 'locked' ? acting : permissionOf(group);
	const access = accountAccess?.(group.accountId);
	if (permission.type === 'locked' || (access && notNow.has(access.state))) {
		const {text, tone} = accessFact(access, permission);
		return factLines('step-down', text, width, tone);
	}

	return [];
}

const notNow: ReadonlySet<AccountAccessState> = new Set([
	'connecting',
	'reconnecting',
	'unreachable',
]);

/** `14:02:09 (2m)`, and the date of what is longer ago. */
function ago(at: number, now: number): string {
	const time = now - at < 86_400_000 ? clockTime(at) : clockDate(at);
	return `${time} (${formatDuration(now - at)})`;
}
