import {describe, expect, it} from 'vitest';
import {compareVersions} from '../../../source/domain/server-version.ts';
import type {Server} from '../../../source/domain/server.ts';
import {nextServer, type UpgradeCandidate} from '../../../source/domain/upgrade/next-server.ts';
import {aServer, start} from '../../support/build.ts';
import {seededRandom} from '../../support/random.ts';

type Traits = Partial<Omit<UpgradeCandidate, 'server'>> &
	Partial<Pick<Server, 'version' | 'state' | 'startedAt'>>;

function candidate(
	name: string,
	{version = '2.11.9', state = 'online', startedAt = start, ...traits}: Traits = {},
): UpgradeCandidate {
	return {
		server: aServer(name, {version, state, startedAt}),
		metaLeader: false,
		leaders: 10,
		behind: 0,
		restarted: false,
		underWay: false,
		...traits,
	};
}

const newer = {version: '2.12.4', restarted: true};

describe('whose turn it is', () => {
	it('is the oldest version first', () => {
		expect(
			nextServer([candidate('n1', newer), candidate('n2', {version: '2.10.3'}), candidate('n3')]),
		).toEqual({type: 'next', server: 'n2', reasons: ['runs 2.10.3, the oldest']});
	});

	it('is the meta leader last among those of one version', () => {
		const meta = candidate('n1', {metaLeader: true, leaders: 0});
		expect(nextServer([meta, candidate('n2', newer), candidate('n3')])).toEqual({
			type: 'next',
			server: 'n3',
			reasons: ['runs 2.11.9', 'the meta leader comes last'],
		});
		expect(nextServer([meta, candidate('n2', newer), candidate('n3', newer)])).toMatchObject({
			server: 'n1',
			reasons: ['runs 2.11.9', 'last one', 'leads the meta group'],
		});
	});

	it('is the one that runs longest, then the one with the fewest leaders to hand over', () => {
		expect(nextServer([candidate('n1'), candidate('n2', {leaders: 3}), candidate('n3')])).toEqual({
			type: 'next',
			server: 'n2',
			reasons: ['no restart seen', 'fewest leaders: 3'],
		});
		expect(
			nextServer([
				candidate('n1'),
				// It restarted just before the watch began: it leads nothing.
				candidate('n2', {leaders: 0, startedAt: start + 6000}),
				candidate('n3', {startedAt: start - 9000}),
			]),
		).toEqual({
			type: 'next',
			server: 'n3',
			reasons: ['no restart seen', 'longest uptime'],
		});
	});

	it('is nobody any more when all are done', () => {
		const all = ['n1', 'n2', 'n3'].map(name => candidate(name, newer));
		expect(nextServer(all)).toEqual({
			type: 'done',
			reason: 'all restarted, all run 2.12.4',
		});
		expect(nextServer([])).toEqual({type: 'no-servers'});
		expect(nextServer([candidate('n1', {state: 'no-jetstream'})])).toEqual({type: 'no-servers'});
	});

	it.each<[string, Traits, string]>([
		['down', {state: 'offline'}, 'is offline'],
		['silent', {state: 'silent'}, 'is not responding'],
		['recovering', {state: 'recovering', behind: undefined}, 'is recovering JetStream'],
		['about to stop', {state: 'lame-duck'}, 'is in lame-duck mode'],
		['just back', {behind: undefined}, 'has just come back'],
		['behind in one group', {behind: 1}, 'is catching up: 1 group behind'],
		['behind in many', {behind: 158}, 'is catching up: 158 groups behind'],
		['followed', {underWay: true}, 'is in progress'],
	])('is nobody while another one is %s', (_, traits, reason) => {
		expect(nextServer([candidate('n1'), candidate('n2', traits), candidate('n3')])).toEqual({
			type: 'wait',
			server: 'n2',
			reason,
		});
	});

	it('speaks of the one that is followed before others', () => {
		const others = [candidate('n1', {state: 'offline'}), candidate('n2', {underWay: true})];
		expect(nextServer(others)).toMatchObject({server: 'n2', reason: 'is in progress'});
	});

	it('never lets one stop while another is not there, and always one of the oldest, in any cluster', () => {
		const random = seededRandom(9);
		const states = ['online', 'online', 'online', 'online', 'offline', 'lame-duck'] as const;
		const types = new Set<string>();
		for (let round = 0; round < 2000; round++) {
			const servers = Array.from({length: 1 + random.below(5)}, (_, index) =>
				candidate(`n${index}`, {
					version: random.pick(['2.10.3', '2.11.9', '2.12.4']),
					state: random.pick(states),
					metaLeader: index === 0,
					leaders: random.below(50),
					behind: random.chance(0.9) ? 0 : random.below(2),
					restarted: random.chance(0.5),
					underWay: random.chance(0.1),
				}),
			);
			const next = nextServer(servers);
			types.add(next.type);
			const isCalm = servers.every(
				({server, behind, underWay}) => server.state === 'online' && behind === 0 && !underWay,
			);
			expect(next.type === 'wait').toBe(!isCalm);
			const oldest = servers.map(({server}) => server.version).toSorted(compareVersions)[0];
			const chosen = servers.find(
				({server}) => next.type === 'next' && server.name === next.server,
			);
			expect(chosen?.server.version ?? oldest).toBe(oldest);
		}

		expect(types).toEqual(new Set(['wait', 'next', 'done']));
	});
});
