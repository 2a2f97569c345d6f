import type {Cluster} from '../cluster.ts';

/** Asks the cluster anew when the news of an election seems to be lost: one question at a time, for all who wait. */
export type LateLook = {
	readonly ask: () => void;
	/** Calls off what is under way. */
	readonly end: () => Promise<void>;
};

export function lateLook(cluster: Pick<Cluster, 'refresh'>, onLooked: () => void): LateLook {
	const calledOff = new AbortController();
	let looking: Promise<void> | undefined;

	async function look(): Promise<void> {
		await cluster.refresh(calledOff.signal);
		looking = undefined;
		onLooked();
	}

	return {
		ask() {
			looking ??= look();
		},
		async end() {
			calledOff.abort();
			await looking;
		},
	};
}
