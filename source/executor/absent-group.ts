import type {GroupKey, RaftGroup} from '../domain/raft-group.ts';

/** Stands for a group that was gone before anything was known of it: only its key tells what it was. */
export function absentGroup(key: GroupKey): RaftGroup {
	const [domain = '', accountId = '', stream = '', consumer = ''] = key.split('\n');
	return {
		key,
		kind: consumer === '' ? 'stream' : 'consumer',
		domain: domain === '' ? undefined : domain,
		accountId,
		account: accountId,
		stream,
		consumer: consumer === '' ? undefined : consumer,
		cluster: '',
		leader: undefined,
		leaderSince: undefined,
		replicas: 0,
		followers: [],
		messages: undefined,
		bytesPerMessage: undefined,
		messagesPerSecond: undefined,
	};
}
