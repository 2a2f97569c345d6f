import type {RaftGroup} from '../raft-group.ts';
import type {GroupSort, PlanScope} from './plan-options.ts';

/** The test whether a group is one that the plan may move. */
export function inScope({
	accounts,
	stream,
	leaders,
	except = [],
}: PlanScope): (group: ScopedGroup) => boolean {
	const matchesStream = stream === undefined ? () => true : glob(stream);
	const excepted = new Map<string, readonly GroupSort[]>();
	for (const sort of except) {
		excepted.set(sort.accountId, [...(excepted.get(sort.accountId) ?? []), sort]);
	}

	const isExcepted = ({accountId, kind, domain}: ScopedGroup) =>
		excepted.get(accountId)?.some(sort => sort.kind === kind && sort.domain === domain) === true;
	return group =>
		(accounts === undefined ||
			accounts.includes(group.account) ||
			accounts.includes(group.accountId)) &&
		(leaders === undefined || (group.leader !== undefined && leaders.includes(group.leader))) &&
		matchesStream(group.stream) &&
		!isExcepted(group);
}

type ScopedGroup = GroupSort & Pick<RaftGroup, 'account' | 'stream' | 'leader'>;

function glob(pattern: string): (name: string) => boolean {
	const [first = '', ...rest] = pattern.split('*');
	const last = rest.pop();
	if (last === undefined) {
		return name => name === pattern;
	}

	return name => {
		if (!name.startsWith(first) || !name.endsWith(last)) {
			return false;
		}

		// The parts between two stars may stand anywhere, in their order: the leftmost place leaves the most room for the next.
		let position = first.length;
		for (const part of rest) {
			const found = name.indexOf(part, position);
			if (found === -1) {
				return false;
			}

			position = found + part.length;
		}

		return position <= name.length - last.length;
	};
}
