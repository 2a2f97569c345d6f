const accounts = ['SHOP', 'PAY', 'LOGISTICS', 'CRM', 'IOT', 'SEARCH', 'MEDIA', 'FRAUD'];

const streams = [
	'ORDERS',
	'PAYMENTS',
	'INVENTORY',
	'SHIPMENTS',
	'CUSTOMERS',
	'LEDGER',
	'EVENTS',
	'CLICKS',
	'INVOICES',
	'REFUNDS',
	'SENSORS',
	'ALERTS',
	'SESSIONS',
	'PRICES',
	'CARTS',
	'AUDIT',
];

const consumers = ['billing', 'audit', 'mailer', 'search', 'metrics', 'archive', 'fraud', 'export'];

/** Names of so many accounts; as for streams and consumers, numbers tell them apart once the words are used up. */
export function accountNames(count: number): string[] {
	return Array.from({length: count}, (_, index) => nth(accounts, index));
}

export function streamName(index: number): string {
	return nth(streams, index);
}

export function consumerName(index: number): string {
	return nth(consumers, index);
}

function nth(words: readonly string[], index: number): string {
	const round = Math.floor(index / words.length);
	const word = words[index % words.length] ?? '';
	return round === 0 ? word : `${word}-${round + 1}`;
}
