/** What a layer of `source/` may import besides itself: other layers, and packages (`node` stands for Node's own modules). */
export type Layer = {readonly layers: readonly string[]; readonly packages: readonly string[]};

/** The table of the architecture. A new layer or a new arrow is a decision: it is made here. */
export const layers: Readonly<Record<string, Layer>> = {
	domain: {layers: [], packages: []},
	'cluster.ts': {layers: ['domain'], packages: []},
	'steady-time.ts': {layers: [], packages: []},
	'with-deadline.ts': {layers: [], packages: []},
	nats: {
		layers: ['domain', 'cluster.ts', 'steady-time.ts', 'with-deadline.ts'],
		packages: ['nats', 'node', 'p-limit'],
	},
	sim: {layers: ['domain', 'cluster.ts'], packages: []},
	recording: {layers: ['domain', 'cluster.ts'], packages: ['node']},
	state: {layers: ['domain'], packages: []},
	executor: {layers: ['domain', 'cluster.ts', 'steady-time.ts'], packages: ['node', 'env-paths']},
	report: {layers: ['domain'], packages: ['ink', 'ink-table', 'react', 'string-width']},
	ui: {
		layers: ['domain', 'state'],
		packages: ['ink', 'react', 'node', 'chalk', 'string-width'],
	},
	session: {
		layers: [
			'domain',
			'cluster.ts',
			'steady-time.ts',
			'with-deadline.ts',
			'nats',
			'sim',
			'recording',
			'state',
			'executor',
			'report',
		],
		packages: ['node'],
	},
	demo: {layers: ['with-deadline.ts'], packages: ['nats', 'node', 'env-paths', 'p-limit']},
	commands: {
		layers: [
			'domain',
			'cluster.ts',
			'steady-time.ts',
			'with-deadline.ts',
			'nats',
			'sim',
			'recording',
			'state',
			'executor',
			'session',
			'report',
			'ui',
			'demo',
		],
		packages: ['ink', 'react', 'node', 'env-paths', 'chalk'],
	},
	'cli.ts': {layers: ['commands'], packages: ['meow', 'node']},
};
