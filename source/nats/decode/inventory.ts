import type {GroupKey, ReportedGroup} from '../../domain/raft-group.ts';
import {breathe} from '../../time/breathe.ts';
import {summaryOf, type JetStreamSummary} from './jetstream-summary.ts';
import {recordOf, recordsOf, textOf, type JsonRecord} from './json-value.ts';
import type {NameOfNode} from './peers.ts';
import {
	configForConsumers,
	configuredConsumerReplicas,
	configuredStreamReplicas,
	followedGroup,
	hasPeers,
	isBeingReconciled,
	leaderlessGroup,
	ledGroup,
	orphanedGroup,
	standingOf,
	type AccountName,
	type GroupEntry,
} from './reported-group.ts';
import {serverReply, type ServerIdentity} from './server-reply.ts';

/** One page of a server's inventory: a reply to JSZ with accounts, streams and consumers. */
export type Inventory = {
	readonly summary: JetStreamSummary;
	/** Accounts in this page. */
	readonly accounts: readonly AccountName[];
	readonly led: readonly ReportedGroup[];
	readonly leaderless: readonly ReportedGroup[];
	/** Groups that others lead, as this server reports them; only where they were asked for. */
	readonly followed: readonly FollowedGroup[];
	/** Those of them whose leaders do not answer. */
	readonly orphaned: readonly ReportedGroup[];
	/**
	 * Groups that are configured to be replicated and show no peers, with this server as their leader: their Raft node has
	 * not started yet. After a restart that goes on for seconds to minutes, also after JetStream and the meta group are
	 * back. They are in neither list. Known only where configurations were asked for.
	 */
	readonly unstarted: number;
	/** Groups in `led` that show no peers, of which it is not known whether they are configured to be replicated. */
	readonly unproven: number;
	/** Entries without a name. */
	readonly malformed: number;
};

export type FollowedGroup = {readonly key: GroupKey; readonly leader: string};

export type InventoryOptions = {
	readonly nameOfNode: NameOfNode;
	/** Whether groups that others lead are wanted, too. */
	readonly withFollowed: boolean;
	/** Whether a server is known not to answer. */
	readonly isAway?: (server: string) => boolean;
};

/**
 * What a parsed reply says.
 * @throws UndecodableError
 */
export async function readInventory(value: unknown, options: InventoryOptions): Promise<Inventory> {
	const {server, content} = serverReply(value, 'data');
	const page: Page = {
		summary: summaryOf(server, content),
		accounts: [],
		led: [],
		leaderless: [],
		followed: [],
		orphaned: [],
		unstarted: 0,
		unproven: 0,
		malformed: 0,
	};
	for (const entry of recordsOf(content['account_details'])) {
		const name = textOf(entry['name']) ?? textOf(entry['id']);
		if (name === undefined) {
			page.malformed++;
			continue;
		}

		const account = {id: textOf(entry['id']) ?? name, name};
		page.accounts.push(account);
		for (const stream of recordsOf(entry['stream_detail'])) {
			await breathe();
			for (const group of groupsOf(stream, account, page)) {
				addGroup(page, group, server, options);
			}
		}
	}

	return page;
}

type Page = {
	-readonly [Field in keyof Inventory]: Inventory[Field] extends ReadonlyArray<infer Item>
		? Item[]
		: Inventory[Field];
};

/** @property replicas as configured; undefined where that is not known */
type ConfiguredEntry = GroupEntry & {readonly replicas: number | undefined};

/** A stream and its consumers. */
function groupsOf(entry: JsonRecord, account: AccountName, page: Page): ConfiguredEntry[] {
	const stream = textOf(entry['name']);
	if (stream === undefined) {
		page.malformed++;
		return [];
	}

	const config = recordOf(entry['config']);
	const forConsumers = configForConsumers(entry);
	const replicas = configuredStreamReplicas(config);
	const groups: ConfiguredEntry[] = [{account, stream, consumer: undefined, entry, replicas}];
	for (const detail of recordsOf(entry['consumer_detail'])) {
		const consumer = textOf(detail['name']);
		if (consumer === undefined) {
			page.malformed++;
		} else {
			const own = configuredConsumerReplicas(recordOf(detail['config']), forConsumers);
			groups.push({account, stream, consumer, entry: detail, replicas: own});
		}
	}

	return groups;
}

function addGroup(
	page: Page,
	group: ConfiguredEntry,
	server: ServerIdentity,
	{nameOfNode, withFollowed, isAway}: InventoryOptions,
): void {
	const cluster = recordOf(group.entry['cluster']);
	const standing = standingOf(cluster, server);
	if (standing === 'leaderless') {
		page.leaderless.push(leaderlessGroup(group, server, nameOfNode));
	} else if (standing === 'leader') {
		if (!hasPeers(cluster)) {
			const isMeantToHave = group.replicas !== undefined && group.replicas > 1;
			if (isMeantToHave && !isBeingReconciled(cluster)) {
				page.unstarted++;
				return;
			}

			page.unproven += group.replicas === undefined ? 1 : 0;
		}

		page.led.push(ledGroup(group, server, nameOfNode));
	} else if (withFollowed) {
		const followed = followedGroup(group, server);
		const {leader} = followed;
		page.followed.push(followed);
		if (isAway?.(leader)) {
			page.orphaned.push(orphanedGroup(group, server, {leader, nameOfNode}));
		}
	}
}
