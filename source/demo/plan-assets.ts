import type {ClusterAccount} from './cluster-options.ts';

export type StreamPlan = {
	readonly account: string;
	readonly name: string;
	readonly subject: string;
	readonly replicas: number;
	readonly storage: 'memory' | 'file';
	/** Names of its durable pull consumers. */
	readonly consumers: readonly string[];
};

export type AssetOptions = {
	/** Default: 60. */
	readonly streams?: number;
	/** Default: 2. */
	readonly consumersPerStream?: number;
};

/** The accounts that the plan needs. */
export const demoAccounts: readonly ClusterAccount[] = [{name: 'SHOP'}, {name: 'PAY'}];

/**
 * The streams and consumers of a small web shop and its payments: three of five streams in SHOP, the others in PAY.
 * The same arguments give the same plan.
 * @param servers of the cluster: below three everything has one replica
 */
export function planAssets(
	servers: number,
	{streams = 60, consumersPerStream = 2}: AssetOptions = {},
): readonly StreamPlan[] {
	const made = new Map<string, number>();
	return Array.from({length: streams}, (_, index) => {
		const account = index % 5 < 3 ? 'SHOP' : 'PAY';
		const position = made.get(account) ?? 0;
		made.set(account, position + 1);
		const name = topicAt(topics[account], position);
		return {
			account,
			name,
			subject: `${name.toLowerCase()}.>`,
			replicas: replicasAt(index, servers),
			// A replicated file stream takes several times as long to create and to recover as one in memory.
			storage: index % 12 === 5 ? 'file' : 'memory',
			consumers: Array.from({length: consumersPerStream}, (_, consumer) =>
				readerAt(readers[account], position, consumer),
			),
		};
	});
}

const topics = {
	SHOP: ['ORDERS', 'CARTS', 'STOCK', 'SHIPMENTS', 'CATALOG', 'PRICES', 'RETURNS', 'REVIEWS'],
	PAY: ['LEDGER', 'PAYMENTS', 'REFUNDS', 'INVOICES', 'PAYOUTS', 'DISPUTES'],
};

const readers = {
	SHOP: ['billing', 'warehouse', 'mailer', 'analytics', 'search', 'fraud', 'support'],
	PAY: ['audit', 'settlement', 'risk', 'reports', 'archive', 'notify'],
};

const regions = ['', '-EU', '-US', '-APAC', '-LATAM', '-AFRICA'];

/** Each topic plain, then once for each region, then with a number. */
function topicAt(names: readonly string[], position: number): string {
	const lap = Math.floor(position / names.length);
	return `${itemAt(names, position)}${regions[lap] ?? `-${lap}`}`;
}

/** Different for every consumer of a stream. */
function readerAt(names: readonly string[], stream: number, consumer: number): string {
	const suffix = consumer < names.length ? '' : `-${consumer}`;
	return `${itemAt(names, stream + consumer)}${suffix}`;
}

function itemAt(names: readonly string[], position: number): string {
	return names[position % names.length] ?? '';
}

function replicasAt(index: number, servers: number): number {
	if (servers < 3 || index % 10 === 7) {
		return 1;
	}

	return servers >= 5 && index % 10 === 4 ? 5 : 3;
}
