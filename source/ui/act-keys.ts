import type {KeySection} from './key-binding.ts';

/** Where the selected server is what is acted on. */
const onServers = ['lists', 'upgrade'] as const;

/** The keys that change the cluster: a part of the table in keys.ts. */
export const actKeys = [
	{
		title: 'Act',
		note: 'Each asks first, X does not.',
		keys: [
			{
				action: 'step-down',
				keys: ['S'],
				help: 'Step them down',
				pair: 'Step down; to a server',
				label: 'step down',
				rank: 4,
				acts: true,
			},
			{
				action: 'transfer',
				keys: ['T'],
				help: 'Step down to a server',
				label: 'transfer',
				rank: 7,
				acts: true,
			},
			{
				action: 'balance',
				keys: ['B'],
				modes: onServers,
				help: 'Plan: all servers even',
				pair: 'Plan: even all; drain one',
				label: 'balance',
				rank: 5,
				acts: true,
			},
			{
				action: 'drain',
				keys: ['D'],
				modes: onServers,
				help: 'Plan: drain, or undrain',
				label: 'drain',
				rank: 8,
				acts: true,
			},
			{
				action: 'undo',
				keys: ['U'],
				help: 'Undo the last run',
				pair: 'Undo a run; meta leader',
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
				help: 'Stop: send nothing more',
				label: 'stop',
				rank: 8,
			},
		],
	},
] as const satisfies readonly KeySection[];
