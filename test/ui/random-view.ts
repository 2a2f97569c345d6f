import {electionCauses} from '../../source/domain/election-cause.ts';
import type {ServerState} from '../../source/domain/server.ts';
import type {ClusterView} from '../../source/state/cluster-view.ts';
import {aFollower, aGroup, aServer, start} from '../support/build.ts';
import type {Random} from '../support/random.ts';
import {aView} from './a-view.ts';

const names = [
	'n1',
	'nats-prod-eu-central-0',
	'日本サーバー',
	'evil\u001B[2J\u001B[31m',
	'bidi\u202Etxt',
	'👩‍👩‍👧-family',
	'e\u0301\u0301\u0301\u0301\u0301',
	'tab\tnew\nline',
	'\u009B5A',
	'x'.repeat(200),
];
const states: ServerState[] = [
	'online',
	'online',
	'online',
	'lame-duck',
	'recovering',
	'no-jetstream',
	'silent',
	'offline',
];

/** Any cluster that there might be, with the names that there should not be. */
export function randomView(random: Random): ClusterView {
	const servers = Array.from({length: random.below(9)}, (_, index) =>
		aServer(`${random.pick(names)}${index}`, {
			state: random.pick(states),
			stateSince: start - random.below(1e9),
			startedAt: random.chance(0.9) ? start - random.below(1e11) : undefined,
			rejoinedAt: random.chance(0.3) ? start - random.below(1e6) : undefined,
			messagesPerSecond: random.chance(0.8) ? random.next() * 1e6 : undefined,
			version: random.pick(['2.9.10', '2.12.4', 'v2.16.0-RC.1+build.of.a.long.name', '']),
			...(random.chance(0.2) ? {stats: undefined} : {}),
		}),
	);
	const hosts = servers.map(({name}) => name);
	const groups = Array.from({length: hosts.length === 0 ? 0 : random.below(60)}, (_, index) => {
		const [leader, ...others] = random.sample(hosts, 1 + random.below(hosts.length));
		return aGroup({
			stream: `${random.pick(names)}${index}`,
			consumer: random.chance(0.6) ? `${random.pick(names)}${index}` : undefined,
			account: random.pick(names),
			domain: random.chance(0.1) ? random.pick(names) : undefined,
			leader: random.chance(0.9) ? leader : undefined,
			followers: others.map(server =>
				aFollower(server, {
					current: random.chance(0.8),
					lag: random.chance(0.8) ? 0 : random.below(1e9),
					online: random.chance(0.9),
				}),
			),
			messages: random.chance(0.8) ? random.below(1e15) : undefined,
			messagesPerSecond: random.chance(0.8) ? random.next() * 1e7 : undefined,
			leaderSince: random.chance(0.8) ? start - random.below(1e10) : undefined,
		});
	});
	return aView(servers, groups, {
		now: start - (random.chance(0.2) ? 60_000 : 0),
		connection: {
			state: random.pick(['connected', 'connected', 'reconnecting', 'closed']),
			at: start - random.below(1e6),
			detail: random.pick([undefined, ...names]),
		},
		missing: random.chance(0.3) ? hosts.slice(0, 1) : [],
		baseline: random.chance(0.7)
			? new Map(hosts.map(name => [name, random.below(100)]))
			: undefined,
		elections: groups.slice(0, random.below(20)).map((group, index) => ({
			at: start - index * 100,
			group,
			from: random.chance(0.8) ? random.pick(hosts) : undefined,
			to: random.pick(hosts),
			cause: random.pick(electionCauses),
			who: random.pick([undefined, ...names]),
			gapMs: random.chance(0.5) ? random.below(1e6) : undefined,
		})),
		electionCount: random.below(1e6),
		trends: Object.fromEntries(
			hosts.map(name => [name, Array.from({length: random.below(30)}, () => random.below(50))]),
		),
	});
}
