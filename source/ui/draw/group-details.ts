import type {AccountAccessState} from '../../domain/account-access.ts';
import {healthOf, whyNotLeader} from '../../domain/group-health.ts';
import {formatBytes} from '../../domain/format-bytes.ts';
import {formatCount, formatRate} from '../../domain/format-count.ts';
import {formatDuration} from '../../domain/format-duration.ts';
import type {RaftGroup} from '../../domain/raft-group.ts';
import {electionsOfGroup} from '../../state/elections-of-group.ts';
import {stepDownCommand} from '../act/nats-command.ts';
import type {Scene} from '../scene/scene.ts';
import {timeline} from '../scene/timeline.ts';
import {span, type Line} from '../text/line.ts';
import {accessFact} from './access-words.ts';
import {clockTime} from './clock-time.ts';
import {drawCommand, drawFact} from './fact.ts';
import {drawHappening} from './happening.ts';
import {healthWords} from './health-words.ts';

/** Everything that is known of a group. */
export function drawGroupDetails(group: RaftGroup, scene: Scene, width: number): Line[] {
	const {shown, shownAt, glyphs, work} = scene;
	const {kind, account, accountId, domain, cluster, leader, leaderSince, replicas} = group;
	const health = healthOf(group);
	const words = healthWords(health);
	const fact = (caption: string, text: string, tone?: Parameters<typeof drawFact>[3]) =>
		drawFact(caption, text, width, tone);
	const elections = timeline(
		electionsOfGroup(shown, group.key),
		work?.outcomes.filter(({outcome}) => outcome.move.group === group.key) ?? [],
		5,
	);
	const since = leaderSince === undefined ? '' : `, since ${ago(leaderSince, shownAt)}`;
	const id = accountId === account ? '' : ` (${accountId})`;
	const leaderlessSince = shown.leaderless.get(group.key);
	return [
		...fact(kind, group.consumer === undefined ? group.stream : group.consumer, 'strong'),
		...(group.consumer === undefined ? [] : fact('of stream', group.stream)),
		...fact('account', account + id),
		...fact('cluster', domain === undefined ? cluster : `${cluster}, domain ${domain}`),
		...fact(
			'state',
			leaderlessSince === undefined
				? words.text
				: `${words.text} since ${ago(leaderlessSince, shownAt)}`,
			words.tone,
		),
		...(leader === undefined ? [] : fact('leader', leader + since)),
		...fact('replicas', String(replicas)),
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
		...permissionFact(group, scene, width),
		[],
		// What is replayed was then: nobody is to type it now.
		...(health === 'pinned' || leader === undefined || scene.replay
			? []
			: [...drawCommand(stepDownCommand(group, undefined), width), []]),
		...elections.map(happening => [span('  '), ...drawHappening(happening, glyphs, 'group')]),
	];
}

/** What keeps it from being stepped down: a right that is missing, or the connection for it. */
function permissionFact(group: RaftGroup, scene: Scene, width: number): Line[] {
	const {acting, permissionOf, accountAccess} = scene;
	const permission = acting.type === 'locked' ? acting : permissionOf(group);
	if (permission.type === 'locked') {
		return drawFact('step-down', `locked: ${permission.missing}`, width, 'warning');
	}

	const access = accountAccess?.(group.accountId);
	if (!access || !notNow.has(access.state)) {
		return [];
	}

	const {text, tone} = accessFact(access, acting);
	return drawFact('step-down', text, width, tone);
}

const notNow: ReadonlySet<AccountAccessState> = new Set([
	'connecting',
	'reconnecting',
	'unreachable',
]);

function ago(at: number, now: number): string {
	const time = now - at < 86_400_000 ? clockTime(at) : new Date(at).toISOString().slice(0, 10);
	return `${time} (${formatDuration(now - at)})`;
}
