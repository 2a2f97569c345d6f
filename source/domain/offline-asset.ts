import {groupKey, groupName, streamKey, type GroupIdentity} from './raft-group.ts';
import {counted} from './words.ts';

/** A stream or consumer that exists, but that no server runs: it has no leader, and is in no count of groups. */
export type OfflineAsset = GroupIdentity & {
	/** The account's name as people know it. */
	readonly account: string;
	/**
	 * - `offline`: the servers say why they cannot run it (from nats-server 2.12 on, after a downgrade)
	 * - `orphaned`: its stream has a leader, the meta group knows it, and no server has it
	 */
	readonly type: 'offline' | 'orphaned';
	/** In the server's words where it says why. */
	readonly reason: string;
};

/** All that is known to be offline in one account of a domain. */
export type OfflineInAccount = {
	readonly domain: string | undefined;
	readonly accountId: string;
	readonly assets: readonly OfflineAsset[];
};

/** Assets that are named one by one. */
const named = 3;

/** `stream SHOP ORDERS is offline: unsupported…`, one a line; with more of them the first ones and how many there are. */
export function offlineTexts(assets: readonly OfflineAsset[]): readonly string[] {
	const own = withoutFollowing(assets);
	const texts = own.slice(0, named).map(offlineText);
	return own.length > named
		? [...texts, `${counted(own.length - named, 'more asset is', 'more assets are')} offline`]
		: texts;
}

function offlineText(asset: OfflineAsset): string {
	return `${asset.kind} ${groupName(asset)} is ${asset.type}: ${asset.reason}`;
}

/** Without consumers that are offline because their streams are. */
function withoutFollowing(assets: readonly OfflineAsset[]): readonly OfflineAsset[] {
	const streams = new Set(
		assets.filter(({kind}) => kind === 'stream').map(asset => groupKey(asset)),
	);
	return assets.filter(asset => asset.kind === 'stream' || !streams.has(streamKey(asset)));
}
