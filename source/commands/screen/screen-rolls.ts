import type {Cluster} from '../../cluster.ts';
import type {CountingRules} from '../../domain/distribution.ts';
import type {RollNotice} from '../../domain/roll/notice.ts';
import type {Conducted} from '../../session/acting.ts';
import type {Planning} from '../../session/planning.ts';
import {rollAct, type RollRequest} from '../../session/roll/roll-act.ts';
import type {Movers} from '../../session/watch-movers.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import type {Screen} from '../../ui/app/screen.ts';

type ScreenRollParts = {
	readonly cluster: Cluster;
	readonly view: ClusterView;
	readonly rules: CountingRules;
	readonly planning: Planning;
	readonly acting: {readonly conduct: (title: string, act: Conducted) => void};
	readonly movers: Movers;
	readonly followed: {
		readonly follow: (server: string) => void;
		readonly unfollow: (server: string) => void;
	};
	readonly onChange: () => void;
	/** Where to say how a roll ended. */
	readonly screen: () => Pick<Screen, 'notify'>;
};

/** The rolls that a screen knows of, its own and those of others; the server whose turn it is, is followed through its restart. */
export function createScreenRolls({
	cluster,
	view,
	rules,
	planning,
	acting,
	movers,
	followed,
	onChange,
	screen,
}: ScreenRollParts) {
	const turns = new Map<string, string>();
	let own: RollNotice | undefined;

	/** @returns with who conducts it; undefined where that is this screen */
	function rollOf(name: string) {
		const [server = ''] = own ? [...own.left, ...own.done] : [];
		if (own && view.servers.get(server)?.cluster === name) {
			return {who: undefined, roll: own};
		}

		const other = movers.rollOf(name);
		return other?.roll && {who: other.who, roll: other.roll};
	}

	function begin(request: RollRequest): void {
		const title = `roll ${request.servers?.join(', ') ?? request.cluster}`;
		acting.conduct(title, async (audit, stop, listener) => {
			const {text, isDone} = await rollAct(request, {
				cluster,
				view,
				rules,
				planning,
				audit,
				stop,
				listener,
				onProgress(notice) {
					own = notice;
					movers.tell(planning.drained, own);
					onChange();
				},
			});
			screen().notify(`${title}: ${text}`, isDone ? 'good' : 'bad');
			return text;
		});
	}

	return {
		own: () => own,
		rollOf,
		/** Begins to follow the server whose turn it is. To be called when anything has changed. */
		update() {
			for (const name of view.clusters.keys()) {
				const turn = rollOf(name)?.roll.turn;
				if (turn !== undefined && turn !== turns.get(name)) {
					turns.set(name, turn);
					// It may still be followed from an earlier restart.
					followed.unfollow(turn);
					followed.follow(turn);
				}
			}
		},
		begin,
		/** Restarts all servers of the first cluster. */
		beginAll(runCommand: RollRequest['runCommand']) {
			const [name = ''] = view.clusters.keys();
			begin({cluster: name, servers: undefined, runCommand, balance: true});
		},
	};
}
