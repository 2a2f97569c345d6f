import {
	advanceChecklist,
	beginChecklist,
	type Checklist,
	type ChecklistSight,
} from '../../source/domain/upgrade/checklist.ts';
import type {ClusterView} from '../../source/state/cluster-view.ts';
import {aServer, groupsLedBy, start} from '../support/build.ts';
import {aView} from './a-view.ts';

const second = 1000;

function sight(
	agoMs: number,
	traits: Partial<ChecklistSight['server']> = {},
	others: Partial<ChecklistSight> = {},
): ChecklistSight {
	return {
		at: start - agoMs,
		server: {state: 'online', id: 'life-1', version: '2.11.9', ...traits},
		leaders: 0,
		okToStop: true,
		behind: 0,
		keptEmpty: true,
		fair: false,
		...others,
	};
}

/** A checklist of a server that was drained and stopped, and is catching up. */
export function aChecklist(name: string): Checklist {
	const newLife = {id: 'life-2', version: '2.12.4'};
	return [
		sight(48 * second),
		sight(40 * second, {state: 'offline'}),
		sight(22 * second, {...newLife, state: 'recovering'}),
		sight(12 * second, newLife, {behind: 9}),
	].reduce(
		advanceChecklist,
		beginChecklist(name, sight(60 * second, {}, {leaders: 30, okToStop: false})),
	);
}

/** Three servers of which n1 is on its way back to 2.12.4. */
export function upgradingView(): ClusterView {
	const servers = [
		aServer('n1', {
			version: '2.12.4',
			startedAt: start - 24 * second,
			stateSince: start - 12 * second,
			rejoinedAt: start - 22 * second,
		}),
		aServer('n2', {version: '2.11.9', startedAt: start - 9 * 86_400_000}),
		aServer('n3', {version: '2.11.9', startedAt: start - 9 * 86_400_000}),
	];
	return aView(servers, groupsLedBy({n1: 0, n2: 16, n3: 14}), {
		clusters: new Map([
			[
				'east',
				{
					name: 'east',
					jetStream: true,
					metaLeader: 'n2',
					metaGroupLeader: 'n2',
					metaGroupCluster: 'east',
					groups: 30,
					leaderless: 0,
				},
			],
		]),
		restartOf: name =>
			name === 'n1'
				? {
						restarts: 1,
						goneAt: start - 40 * second,
						backAt: start - 22 * second,
						upAt: start - 12 * second,
						previousVersion: '2.11.9',
					}
				: undefined,
		behind: name => (name === 'n1' ? 9 : 0),
		lagsOf: name =>
			name === 'n1'
				? [9, 6, 3].map((ago, index) => ({
						at: start - ago * second,
						groups: 9,
						entries: 12_000 - index * 3000,
					}))
				: [],
	});
}
