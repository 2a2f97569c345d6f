import type {AccountView} from '../../../source/nats/account/account-view.ts';
import {LeaderLedger} from '../../../source/nats/observing/leader-ledger.ts';
import {NoAnswerError} from '../../../source/nats/client/link.ts';

const nobody = async () => Promise.reject(new NoAnswerError('$JS.API', 'nobody was asked'));

/** A view of an account with so many streams, each with a consumer. Its cost counts what it was asked. */
export function accountOf(
	streams: number,
	consumers: AccountView['api']['consumers'],
	consumer: AccountView['api']['consumer'] = nobody,
): AccountView {
	const entries = Array.from({length: streams}, (_, index) => ({
		config: {name: `S${index + 1}`, num_replicas: 3},
		state: {consumer_count: 1},
		cluster: {leader: 'n1', name: 'east', replicas: [{name: 'n2', current: true, active: 1}]},
	}));
	let requests = 0;
	return {
		api: {
			prefix: '$JS.API',
			get cost() {
				return {requests, bytes: requests * 1000};
			},
			info: nobody,
			stream: nobody,
			consumer,
			async streams() {
				requests++;
				return {entries, missing: [], offline: new Map(), total: streams, limit: streams};
			},
			async consumers(...question) {
				requests++;
				return consumers(...question);
			},
		},
		source: {
			account: {id: 'SHOP', name: 'SHOP'},
			domain: undefined,
			connectedServer: 'n1',
		},
		ledger: new LeaderLedger(),
		emit() {},
	};
}
