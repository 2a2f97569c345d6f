import type {KeySection} from './key-binding.ts';

const adjusts = {label: 'adjust', rank: 13} as const;

/** The keys that answer a question, adjust a plan or edit a filter: a part of the table in keys.ts. */
export const answerKeys = [
	{
		title: 'Answer',
		keys: [
			{
				action: 'yes',
				keys: ['y'],
				modes: ['question', 'plan'],
				help: 'Yes: do it',
				label: {question: 'yes', plan: 'run it'},
				rank: 1,
			},
			{
				action: 'run-plan',
				keys: ['enter'],
				modes: ['plan'],
				help: 'Plan: run it',
				label: 'run it',
				rank: 1,
			},
			{
				action: 'no',
				keys: ['n', 'escape', 'q'],
				modes: ['question', 'plan'],
				help: 'No: nothing is done',
				label: 'no',
				rank: 2,
			},
			{
				action: 'refuse',
				keys: ['enter'],
				modes: ['question'],
				help: 'No, to every question that is not a plan',
				label: 'no',
				rank: 2,
			},
			{
				action: 'force',
				keys: ['f'],
				modes: ['plan'],
				help: 'Plan: run it although not everything is known; again: do not',
				label: 'run anyway',
				rank: 3,
			},
			{
				action: 'undrain-planned',
				keys: ['u'],
				modes: ['plan'],
				help: 'Plan: undrain the server instead',
				label: 'undrain',
				rank: 4,
			},
			{
				action: 'next-kinds',
				keys: ['s'],
				modes: ['plan'],
				help: 'Plan: move streams and consumers, streams only, or consumers only',
				...adjusts,
			},
			{
				action: 'next-account',
				keys: ['a'],
				modes: ['plan'],
				help: 'Plan: move groups of all accounts, or of one',
				...adjusts,
			},
			{
				action: 'next-tolerance',
				keys: ['t'],
				modes: ['plan'],
				help: 'Plan: how even is even enough, exactly or within 2 to 20 %',
				...adjusts,
			},
			{
				action: 'next-pace',
				keys: ['p'],
				modes: ['plan'],
				help: 'Plan: how fast, from as fast as possible down to one a second',
				...adjusts,
			},
			{
				action: 'next-measure',
				keys: ['l'],
				modes: ['plan'],
				help: 'Plan: even out leader counts, or load (messages a second)',
				...adjusts,
			},
			{
				action: 'take',
				keys: ['enter'],
				modes: ['choice', 'accounts', 'upgrade'],
				help: 'Take the selected server; list the groups of the account; follow the server, or stop following',
				label: {choice: 'take it', accounts: 'its groups', upgrade: 'follow'},
				rank: 1,
			},
		],
	},
	{
		title: 'Filter',
		keys: [
			{
				action: 'keep-filter',
				keys: ['enter'],
				modes: ['filter'],
				help: 'Keep the filter',
				label: 'keep',
				rank: 1,
			},
			{
				action: 'cancel-filter',
				keys: ['escape'],
				modes: ['filter'],
				help: 'Cancel: the filter is as before',
				label: 'cancel',
				rank: 2,
			},
			{
				action: 'empty-filter',
				keys: ['ctrl-u'],
				modes: ['filter', 'time'],
				help: 'Clear the text',
				label: 'clear',
				rank: 12,
			},
			{
				action: 'erase-word',
				keys: ['ctrl-w'],
				modes: ['filter', 'time'],
				help: 'Erase the last word',
			},
		],
	},
] as const satisfies readonly KeySection[];
