import {describe, expect, it} from 'vitest';
import {followServers} from '../../source/session/follow-servers.ts';
import type {ReportedGroup} from '../../source/domain/raft-group.ts';
import {defaultCountingRules} from '../../source/domain/distribution.ts';
import {bestReachable} from '../../source/domain/plan/plan-balance.ts';
import {stopVerdicts} from '../../source/domain/stop-verdict.ts';
import {currentStep} from '../../source/domain/upgrade/checklist.ts';
import {simulation} from './simulation.ts';

const rules = defaultCountingRules;

describe('the simulated upgrade', () => {
	it('walks through the checklist of the server that is followed, and only then to the next one', () => {
		const {store, scheduler, cluster} = simulation({scenario: 'rolling-upgrade'});
		const {view} = store;
		const followed = followServers({
			view,
			rules,
			stopOf: name =>
				stopVerdicts(view).get(name)?.answer === 'ok' ? {type: 'ok'} : {type: 'wait', reasons: []},
			reachable: name => bestReachable(view, {cluster: name, rules}),
			drained: new Set(),
		});
		store.subscribe(followed.update);
		followed.follow('n1');
		const seen: (string | undefined)[] = [];
		let atCatchUp: ReadonlyMap<string, number> | undefined;
		for (let quarter = 0; quarter < 120; quarter++) {
			scheduler.advance(250);
			const list = followed.checklists.get('n1');
			const step = list && currentStep(list);
			if (step !== seen.at(-1)) {
				seen.push(step);
			}

			atCatchUp ??= step === 'leaders-back' ? lagsOn('n1', cluster.truth()) : undefined;
		}

		expect(seen).toEqual(['drained', 'stopped', 'back', 'jetstream', 'caught-up', 'leaders-back']);
		expect(view.servers.get('n1')?.version).toBe('2.12.4');
		expect(view.servers.get('n2')?.version).toBe('2.11.9');
		expect(view.restartOf('n1')).toMatchObject({restarts: 1, previousVersion: '2.11.9'});

		// It had caught up, indeed: hardly anything more was fetched after that.
		const later = lagsOn('n1', cluster.truth());
		expect(later.size).toBeGreaterThan(100);
		for (const [key, lag] of atCatchUp ?? []) {
			const perSecond = view.groups.get(key)?.messagesPerSecond ?? 0;
			expect(lag - (later.get(key) ?? 0)).toBeLessThanOrEqual(perSecond * 1.5 + 1);
		}
	});
});

/** How far the replicas on a server really are behind, by group. */
function lagsOn(server: string, groups: readonly ReportedGroup[]): ReadonlyMap<string, number> {
	return new Map(
		groups.flatMap(({key, followers}) =>
			followers
				.filter(follower => follower.server === server)
				.map(({lag}): [string, number] => [key, lag]),
		),
	);
}
