import {actKeys} from './act-keys.ts';
import {answerKeys} from './answer-keys.ts';
import type {KeyBinding, KeySection, KeySource} from './key-binding.ts';
import {replayKeys} from './replay-keys.ts';

const scrolled = ['lists', 'reader', 'question', 'choice', 'plan', 'accounts', 'upgrade'] as const;
const everywhere = [...scrolled, 'filter', 'time'] as const;

/**
 * The one table of keys: the handler, the footer, the help and the readme are made from it.
 * Small letters and signs look, capitals act and ask first. Three capitals do not act on the cluster:
 * `G` and `N` are where every pager has them, and `X` ends acting, for which nobody should have to answer a question.
 */
const table = [
	{
		title: 'Move',
		keys: [
			{
				action: 'up',
				keys: ['up', 'k'],
				modes: scrolled,
				help: 'One row up',
				pair: 'One row up or down',
			},
			{action: 'down', keys: ['down', 'j'], modes: scrolled, help: 'One row down'},
			{
				action: 'page-up',
				keys: ['pageup', 'ctrl-b'],
				modes: scrolled,
				help: 'One page up',
				pair: 'One page up or down',
			},
			{action: 'page-down', keys: ['pagedown', 'ctrl-f'], modes: scrolled, help: 'One page down'},
			{
				action: 'first',
				keys: ['g', 'home'],
				modes: scrolled,
				help: 'First row',
				pair: 'First or last row',
			},
			{action: 'last', keys: ['G', 'end'], modes: scrolled, help: 'Last row'},
			{
				action: 'pane',
				keys: ['tab', 'shift-tab'],
				help: 'Servers or groups',
				label: 'pane',
				rank: 6,
			},
			{
				action: 'server-before',
				keys: ['left', '['],
				help: 'The server above',
				pair: 'The server above or below',
			},
			{action: 'server-after', keys: ['right', ']'], help: 'The server below'},
			{action: 'hottest', keys: ['h'], help: 'The fullest server'},
			{action: 'next-cluster', keys: ['c'], help: 'The next cluster'},
		],
	},
	{
		title: 'Look',
		keys: [
			{
				action: 'details',
				keys: ['enter'],
				help: 'Details',
				pair: 'Details; back, no filter',
				label: 'details',
				rank: 9,
			},
			{
				action: 'back',
				keys: ['escape'],
				modes: ['lists', 'reader', 'choice', 'accounts', 'upgrade'],
				help: 'Back; drop the filter',
			},
			{
				action: 'filter',
				keys: ['/'],
				help: 'Filter: words, !without',
				label: 'filter',
				rank: 3,
			},
			{
				action: 'elections',
				keys: ['e'],
				modes: ['lists', 'reader'],
				help: 'Elections and their cause',
				pair: 'Elections; accounts',
			},
			{action: 'accounts', keys: ['v'], help: 'Accounts'},
			{action: 'upgrade', keys: ['m'], help: 'Upgrade, server by server'},
			{
				action: 'measure',
				keys: ['l'],
				help: 'By count, or by load',
				pair: 'Count or load; one or all',
			},
			{action: 'scope', keys: ['a'], help: 'One server, or all groups'},
			{
				action: 'sort',
				keys: ['s'],
				modes: ['lists', 'accounts'],
				help: 'Sort by the next column',
				pair: 'Sort by the next; reverse',
				label: 'sort',
				rank: 10,
			},
			{action: 'reverse', keys: ['r'], modes: ['lists', 'accounts'], help: 'Reverse the order'},
			{
				action: 'tag',
				keys: ['space'],
				help: 'Tag, or untag',
				label: 'tag',
				rank: 5,
				only: 'live',
			},
			{
				action: 'tag-listed',
				keys: ['t'],
				help: 'Tag all that are listed',
				pair: 'Tag all listed; tag none',
				only: 'live',
			},
			{action: 'untag-all', keys: ['u'], help: 'Take all tags off', only: 'live'},
			{
				action: 'freeze',
				keys: ['z'],
				help: 'Freeze, or go on',
				label: 'freeze',
				rank: 11,
				only: 'live',
			},
			{
				action: 'slower',
				keys: ['+', '='],
				help: 'Look less often',
				pair: 'Look less or more often',
				only: 'live',
			},
			{action: 'faster', keys: ['-'], help: 'Look more often', only: 'live'},
			{action: 'baseline', keys: ['b'], help: 'Count changes from now on'},
			{
				action: 'refresh',
				keys: ['ctrl-r', 'f5'],
				modes: ['lists', 'accounts'],
				help: 'Ask for everything anew',
				pair: 'Ask anew; write a report',
				only: 'live',
			},
			{
				action: 'write-report',
				keys: ['w'],
				modes: ['lists', 'reader', 'upgrade'],
				help: 'Write a Markdown report',
			},
		],
	},
	...actKeys,
	...replayKeys,
	...answerKeys,
	{
		title: 'Program',
		keys: [
			{action: 'help', keys: ['?', 'f1'], help: 'These keys', label: 'help', rank: 2},
			{
				action: 'close',
				keys: ['q', '?', 'enter'],
				modes: ['reader'],
				help: 'Close this',
				pair: 'Close this, or a table',
			},
			{
				action: 'close-table',
				keys: ['v', 'm', 'q'],
				modes: ['accounts', 'upgrade'],
				help: 'Close accounts, upgrade',
			},
			{
				action: 'redraw',
				keys: ['ctrl-l'],
				modes: everywhere,
				help: 'Draw the screen anew',
				pair: 'Draw anew; suspend',
			},
			{action: 'suspend', keys: ['ctrl-z'], modes: everywhere, help: 'Suspend; fg comes back'},
			{action: 'quit', keys: ['q'], help: 'Quit', label: 'quit', rank: 1},
			{action: 'interrupt', keys: ['ctrl-c'], modes: everywhere, help: 'Quit at once'},
		],
	},
] as const satisfies readonly KeySection[];

/** What a key can mean. */
export type Action = (typeof table)[number]['keys'][number]['action'];

export type BoundKey = KeyBinding & {readonly action: Action};

/** All keys in the order in which they are explained, by section. */
export const keySections: readonly BoundSection[] = table;

export type BoundSection = Omit<KeySection, 'keys'> & {readonly keys: readonly BoundKey[]};

/** The keys that mean something there. */
export function keySectionsFor(source: KeySource): readonly BoundSection[] {
	const applies = ({only}: {readonly only?: KeySource}) => only === undefined || only === source;
	return keySections
		.filter(applies)
		.map(section => ({...section, keys: section.keys.filter(applies)}));
}
