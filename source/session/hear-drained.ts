import type {Cluster, NoticeBoard} from '../cluster.ts';
import {drainedBy} from '../domain/roll/notice.ts';
import {currentUser} from '../executor/audit.ts';

/** What other leadertops keep empty on a cluster, while it is listened to. */
export type HeardDrained = {
	/** `user@host` by server name. */
	readonly drained: () => ReadonlyMap<string, string>;
	/** Undefined where no other program could be heard. */
	readonly board: NoticeBoard | undefined;
	readonly end: () => Promise<void>;
};

/** Listens to what others keep empty on a cluster; resolves when those who were there before have told. */
export async function hearDrained(
	cluster: Pick<Cluster, 'notices'>,
	name: string,
	onChange: (drained: ReadonlyMap<string, string>) => void = () => {},
): Promise<HeardDrained> {
	const drained = () => drainedBy(board?.others() ?? []);
	const board = cluster.notices?.(name, currentUser(), () => {
		onChange(drained());
	});
	await board?.heard;
	return {
		drained,
		board,
		async end() {
			await board?.end();
		},
	};
}

/**
 * What others keep empty on a cluster at this moment, besides the server that is to be drained here: `user@host` by server
 * name.
 */
export async function drainedElsewhere(
	cluster: Pick<Cluster, 'notices'>,
	name: string,
	drain: string | undefined,
): Promise<ReadonlyMap<string, string>> {
	const heard = await hearDrained(cluster, name);
	const drained = new Map(heard.drained());
	await heard.end();
	drained.delete(drain ?? '');
	return drained;
}
