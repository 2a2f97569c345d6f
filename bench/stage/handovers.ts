import type {Handover} from './step-down-plainly.ts';
import type {Stage} from './stage.ts';

/** Groups to move from each server to the next in turns, so that the distribution stays as it is. */
export async function nextHandovers(stage: Stage, count: number): Promise<Handover[]> {
	const {cluster, store} = await stage.watch();
	await cluster.close();
	const {view} = store;
	const servers = [...view.servers.keys()].sort();
	const led = servers.map(server => [...view.ledBy(server)]);
	return Array.from({length: count}, (_, index): Handover => {
		const server = index % servers.length;
		const key = led[server]?.[Math.floor(index / servers.length)];
		const group = key === undefined ? undefined : view.groups.get(key);
		if (!group) {
			throw new RangeError(`${servers[server] ?? '?'} leads too few groups`);
		}

		return {group, to: servers[(server + 1) % servers.length]};
	});
}
