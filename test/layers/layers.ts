/** What a layer of `source/` may import besides itself: other layers, and packages (`node` stands for Node's own modules). */
export type Layer = {readonly layers: readonly string[]; readonly packages: readonly string[]};

/** The table of the architecture. A new layer or a new arrow is a decision: it is made here. */
export const layers: Readonly<Record<string, Layer>> = {
	domain: {layers: [], packages: []},
	'cluster.ts': {layers: ['domain'], packages: []},
	time: {layers: [], packages: ['node']},
	nats: {
		layers: ['domain', 'cluster.ts', 'time'],
		packages: ['nats', 'node', 'p-limit'],
	},
	sim: {layers: ['domain', 'cluster.ts', 'time'], packages: []},
	recording: {layers: ['domain', 'cluster.ts', 'time'], packages: ['valibot', 'node']},
	state: {layers: ['domain', 'time'], packages: []},
	executor: {
		layers: ['domain', 'cluster.ts', 'time'],
		packages: ['node', 'env-paths'],
	},
	report: {
		layers: ['domain', 'time'],
		packages: ['ink', 'ink-table', 'react', 'string-width', 'prom-client'],
	},
	ui: {
		layers: ['domain', 'state', 'time'],
		packages: ['ink', 'react', 'node', 'chalk', 'string-width'],
	},
	session: {
		layers: [
			'domain',
			'cluster.ts',
			'time',
			'nats',
			'sim',
			'recording',
			'state',
			'executor',
			'report',
		],
		packages: ['node'],
	},
	exporter: {
		layers: ['domain', 'cluster.ts', 'time', 'state', 'report', 'session'],
		packages: ['node', 'prom-client'],
	},
	demo: {layers: ['time'], packages: ['nats', 'node', 'env-paths', 'p-limit']},
	commands: {
		layers: [
			'domain',
			'cluster.ts',
			'time',
			'nats',
			'sim',
			'recording',
			'state',
			'executor',
			'session',
			'report',
			'ui',
			'exporter',
			'demo',
		],
		packages: ['ink', 'react', 'node', 'env-paths', 'chalk'],
	},
	'cli.ts': {layers: ['commands'], packages: ['meow', 'node']},
};
