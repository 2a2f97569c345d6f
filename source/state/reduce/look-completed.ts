import type {LookCompleted} from '../../domain/cluster-event.ts';
import type {Reducer} from '../knowledge.ts';

/** Forgets what a complete inventory should have named and did not. */
export const lookCompleted: Reducer<LookCompleted> = ({ledger, looked}, {server, askedAt}) => {
	const unconfirmed = [...ledger.census.ledBy.get(server)].filter(
		key => (ledger.sighting(key)?.knownAt ?? 0) < askedAt,
	);
	const gone = [...unconfirmed, ...ledger.witnesses.expire(server, askedAt)];
	for (const key of gone) {
		ledger.delete(key);
	}

	const first = !looked.has(server);
	looked.add(server);
	return first || gone.length > 0;
};
