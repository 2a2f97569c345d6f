import {defaultCountingRules} from '../../source/domain/distribution.ts';
import type {ClusterView} from '../../source/state/cluster-view.ts';
import type {World} from '../../source/ui/world.ts';

/** A cluster of which all is known and in which everything may be done. */
export function aWorld(view: ClusterView, now: number): Omit<World, 'glyphs'> {
	return {
		view,
		now,
		wallNow: now,
		origin: {type: 'system', label: 'prod-sys'},
		rules: defaultCountingRules,
		acting: {type: 'allowed'},
		permissionOf: () => ({type: 'allowed'}),
		metaPermission: () => ({type: 'allowed'}),
		drained: new Set(),
		checklists: new Map(),
		lastRun: [],
		replay: undefined,
		recording: undefined,
		work: undefined,
	};
}
