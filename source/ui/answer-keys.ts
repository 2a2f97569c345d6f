import type {KeySection} from './key-binding.ts';

/** The keys that answer a question, adjust a plan or edit a filter: a part of the table in keys.ts. */
export const answerKeys = [
	{
		title: 'Answer',
		keys: [
			{
				action: 'yes',
				keys: ['y'],
				modes: ['question', 'plan'],
				help: 'Yes, do it',
				pair: 'Yes; Enter for plans only',
			},
			{action: 'run-plan', keys: ['enter'], modes: ['plan'], help: 'Plan: run it'},
			{
				action: 'no',
				keys: ['n', 'escape', 'q'],
				modes: ['question', 'plan'],
				help: 'No, and nothing is done',
				pair: 'No; Enter unless a plan',
			},
			{action: 'refuse', keys: ['enter'], modes: ['question'], help: 'Any other question: no'},
			{
				action: 'next-kinds',
				keys: ['s'],
				modes: ['plan'],
				help: 'Plan: for which kinds',
				pair: 'Plan: kinds; accounts',
			},
			{action: 'next-account', keys: ['a'], modes: ['plan'], help: 'Plan: for which account'},
			{
				action: 'next-tolerance',
				keys: ['t'],
				modes: ['plan'],
				help: 'Plan: how even',
				pair: 'Plan: how even; how fast',
			},
			{action: 'next-pace', keys: ['p'], modes: ['plan'], help: 'Plan: how fast'},
			{
				action: 'next-measure',
				keys: ['l'],
				modes: ['plan'],
				help: 'Plan: by count or load',
				pair: 'Plan: by load; incomplete',
			},
			{action: 'force', keys: ['f'], modes: ['plan'], help: 'Plan: though incomplete'},
			{
				action: 'undrain-planned',
				keys: ['u'],
				modes: ['plan'],
				help: 'Plan: undrain instead',
				pair: 'Plan: undrain; take one',
			},
			{
				action: 'take',
				keys: ['enter'],
				modes: ['choice', 'accounts', 'upgrade'],
				help: 'Take the one selected',
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
				pair: 'Keep it; as before',
			},
			{action: 'cancel-filter', keys: ['escape'], modes: ['filter'], help: 'Filter as before'},
			{
				action: 'empty-filter',
				keys: ['ctrl-u'],
				modes: ['filter', 'time'],
				help: 'Empty it',
				pair: 'Empty it; erase a word',
			},
			{
				action: 'erase-word',
				keys: ['ctrl-w'],
				modes: ['filter', 'time'],
				help: 'Erase a word',
			},
		],
	},
] as const satisfies readonly KeySection[];
