import type {CountingRules} from '../../domain/distribution.ts';
import type {Replay} from '../../recording/replay.ts';
import {distributionIn} from '../../session/cluster-summaries.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import type {ReplayCommand} from '../../ui/intent.ts';

type ReplayingParts = {
	readonly replay: Replay;
	readonly view: ClusterView;
	readonly rules: CountingRules;
	readonly tell: (text: string, tone: 'good' | 'bad') => void;
};

/** Does with a replay what the operator wants, and says so where there is nothing to be done. */
export function createReplaying({
	replay,
	view,
	rules,
	tell,
}: ReplayingParts): (wish: ReplayCommand) => Promise<void> {
	return async wish => {
		switch (wish.type) {
			case 'pause': {
				if (replay.state().phase === 'paused') {
					replay.goOn();
				} else {
					replay.pause();
				}

				break;
			}

			case 'speed': {
				replay.setSpeed(wish.speed);
				break;
			}

			case 'step': {
				await replay.step(wish.by);
				break;
			}

			case 'election': {
				if (!(await replay.toElection(wish.by))) {
					tell(`No elections ${wish.by === 1 ? 'after' : 'before'} this`, 'good');
				}

				break;
			}

			case 'hotspots': {
				const before = hotspotsIn(view, rules);
				if (!(await replay.toWhere(() => hotspotsIn(view, rules) !== before))) {
					tell('The hotspots stay as they are until the end', 'good');
				}

				break;
			}

			case 'time': {
				await replay.toTime(wish.at);
				break;
			}
		}
	};
}

/** Says what cannot be read of a recording, as soon as that is known. */
export function reportTroubles(
	{state, onChange}: Pick<Replay, 'state' | 'onChange'>,
	tell: ReplayingParts['tell'],
): void {
	let told = '';
	const look = () => {
		const troubles = state().troubles.join('; ');
		if (troubles !== told) {
			told = troubles;
			tell(`Not all of the recording can be read: ${troubles}`, 'bad');
		}
	};
	onChange(look);
	look();
}

/** Which servers are hotspots, in one text to compare. */
function hotspotsIn(view: ClusterView, rules: CountingRules): string {
	const hot = [...view.clusters.keys()].flatMap(name => distributionIn(view, name, rules).hotspots);
	return hot.sort((a, b) => a.localeCompare(b)).join('\n');
}
