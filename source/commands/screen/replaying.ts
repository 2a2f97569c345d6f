import type {CountingRules} from '../../domain/distribution.ts';
import type {Replay} from '../../recording/replay.ts';
import {distributionIn} from '../../session/cluster-summaries.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import type {ReplayCommand} from '../../ui/intent.ts';

type Notify = (text: string, tone: 'good' | 'bad') => void;

type ReplayingParts = {
	readonly replay: Replay;
	readonly view: ClusterView;
	readonly rules: CountingRules;
	readonly notify: Notify;
};

/** Carries out the operator's replay commands, and notifies where there is nothing to go to. */
export function createReplaying({
	replay,
	view,
	rules,
	notify,
}: ReplayingParts): (command: ReplayCommand) => Promise<void> {
	return async command => {
		switch (command.type) {
			case 'pause':
				if (replay.state().phase === 'paused') {
					replay.goOn();
				} else {
					replay.pause();
				}

				break;
			case 'speed':
				replay.setSpeed(command.speed);
				break;
			case 'step':
				await replay.step(command.by);
				break;
			case 'election':
				if (!(await replay.toElection(command.by))) {
					notify(`No elections ${command.by === 1 ? 'after' : 'before'} this`, 'good');
				}

				break;
			case 'hotspots': {
				const before = hotspotsIn(view, rules);
				if (!(await replay.toWhere(() => hotspotsIn(view, rules) !== before))) {
					notify('No change of hotspots until the end', 'good');
				}

				break;
			}

			case 'time':
				await replay.toTime(command.at);
				break;
		}
	};
}

/** Notifies what cannot be read of a recording, as soon as that is known. */
export function reportTroubles(
	{state, onChange}: Pick<Replay, 'state' | 'onChange'>,
	notify: Notify,
): void {
	let shown = '';
	const update = () => {
		const troubles = state().troubles.join('; ');
		if (troubles !== shown) {
			shown = troubles;
			notify(`Parts of the recording cannot be read: ${troubles}`, 'bad');
		}
	};
	onChange(update);
	update();
}

/** Which servers are hotspots, in one text to compare. */
function hotspotsIn(view: ClusterView, rules: CountingRules): string {
	const hot = [...view.clusters.keys()].flatMap(name => distributionIn(view, name, rules).hotspots);
	return hot.sort((a, b) => a.localeCompare(b)).join('\n');
}
