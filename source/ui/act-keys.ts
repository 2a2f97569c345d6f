import type {KeySection} from './key-binding.ts';

/** Where the selected server is what is acted on. */
const onServers = ['lists', 'upgrade'] as const;

/** The keys that change the cluster: a part of the table in keys.ts. */
export const actKeys = [
	{
		title: 'Act',
		note: 'Each of these asks first, and does nothing without a yes. X stops at once.',
		keys: [
			{
				action: 'step-down',
				keys: ['S'],
				help: 'Step down the leaders of the tagged groups, or of the selected one; each group elects its next leader',
				label: 'step down',
				rank: 4,
				acts: true,
			},
			{
				action: 'transfer',
				keys: ['T'],
				help: 'The same, towards a server that you choose next',
				label: 'transfer',
				rank: 7,
				acts: true,
			},
			{
				action: 'balance',
				keys: ['B'],
				modes: onServers,
				help: 'Balance: plan the fewest step-downs that even out the servers, and run them',
				label: 'balance',
				rank: 5,
				acts: true,
			},
			{
				action: 'drain',
				keys: ['D'],
				modes: onServers,
				help: 'Drain: move all leaders off the selected server; once drained: undrain it',
				label: 'drain',
				rank: 8,
				acts: true,
			},
			{
				action: 'undo',
				keys: ['U'],
				help: 'Undo the last run: give its leaders back',
				label: 'undo',
				rank: 9,
				acts: true,
			},
			{
				action: 'step-down-meta',
				keys: ['M'],
				modes: onServers,
				help: 'Step down the meta leader',
				label: 'meta',
				rank: 12,
				acts: true,
			},
			{
				action: 'stop-run',
				keys: ['X'],
				modes: ['lists', 'reader', 'upgrade'],
				help: 'Stop what is running: nothing more is sent',
				label: 'stop',
				rank: 2,
			},
		],
	},
] as const satisfies readonly KeySection[];
