import {actKeys} from './act-keys.ts';
import {answerKeys} from './answer-keys.ts';
import type {KeyBinding, KeySection, KeySource} from './key-binding.ts';
import {replayKeys} from './replay-keys.ts';

const scrolled = ['lists', 'reader', 'question', 'choice', 'plan', 'accounts', 'upgrade'] as const;
const everywhere = [...scrolled, 'filter', 'time'] as const;

/** Keys with the same label stand together in the footer. */
const moves = {
	reader: 'scroll',
	question: 'scroll',
	plan: 'scroll',
	choice: 'choose',
	accounts: 'choose',
	upgrade: 'choose',
} as const;

/**
 * The one table of keys: the handler, the footer, the help and the readme are made from it.
 * Small letters and signs look, capitals act and ask first. Three capitals do not act on the cluster:
 * `G` and `N` are where every pager has them, and `X` ends acting at once, without a question.
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
				label: moves,
				rank: 14,
			},
			{
				action: 'down',
				keys: ['down', 'j'],
				modes: scrolled,
				help: 'One row down',
				label: moves,
				rank: 14,
			},
			{action: 'page-up', keys: ['pageup', 'ctrl-b'], modes: scrolled, help: 'One page up'},
			{action: 'page-down', keys: ['pagedown', 'ctrl-f'], modes: scrolled, help: 'One page down'},
			{action: 'first', keys: ['g', 'home'], modes: scrolled, help: 'To the first row'},
			{action: 'last', keys: ['G', 'end'], modes: scrolled, help: 'To the last row'},
			{
				action: 'pane',
				keys: ['tab', 'shift-tab'],
				help: 'Switch between servers and groups',
				label: 'pane',
				rank: 6,
			},
			{
				action: 'server-before',
				keys: ['left', '['],
				help: 'Select the server above, from either pane',
			},
			{
				action: 'server-after',
				keys: ['right', ']'],
				help: 'Select the server below, from either pane',
			},
			{
				action: 'hottest',
				keys: ['h'],
				help: 'Select the busiest server: most leaders, or most load',
			},
			{
				action: 'next-cluster',
				keys: ['c'],
				help: 'Show the next cluster',
				label: 'next cluster',
				rank: 7,
			},
		],
	},
	{
		title: 'Look',
		keys: [
			{
				action: 'details',
				keys: ['enter'],
				help: 'Details of the selected server or group',
				label: 'details',
				rank: 9,
			},
			{
				action: 'back',
				keys: ['escape'],
				modes: ['lists', 'reader', 'choice', 'accounts', 'upgrade'],
				help: 'Back: close what is open, else remove the filter, else go to the servers',
				label: {
					lists: 'clear filter',
					reader: 'close',
					choice: 'back',
					accounts: 'back',
					upgrade: 'back',
				},
				rank: 2,
			},
			{
				action: 'filter',
				keys: ['/'],
				help: 'Filter the groups: words that must occur, !word for one that must not, account:=NAME',
				label: 'filter',
				rank: 3,
			},
			{
				action: 'elections',
				keys: ['e'],
				modes: ['lists', 'reader'],
				help: 'Elections: how many a minute, why, and each one; again: close',
			},
			{
				action: 'accounts',
				keys: ['v'],
				help: 'Accounts: what each leads, and whether leadertop can act in it',
			},
			{
				action: 'upgrade',
				keys: ['m'],
				help: 'Upgrade: follow servers through their restarts, one by one',
			},
			{
				action: 'measure',
				keys: ['l'],
				help: 'Bars and orders by leader count, or by load (messages a second)',
			},
			{
				action: 'scope',
				keys: ['a'],
				help: 'List the groups of the selected server, or of the whole cluster',
			},
			{
				action: 'sort',
				keys: ['s'],
				modes: ['lists', 'accounts'],
				help: 'Sort the list by its next order',
				label: 'sort',
				rank: 10,
			},
			{
				action: 'reverse',
				keys: ['r'],
				modes: ['lists', 'accounts'],
				help: 'Reverse the order of the list',
			},
			{
				action: 'tag',
				keys: ['space'],
				help: 'Tag the selected group, or untag it, and go to the next',
				label: 'tag',
				rank: 5,
				only: 'live',
			},
			{
				action: 'tag-listed',
				keys: ['t'],
				help: 'Tag all groups of the list that can move',
				only: 'live',
			},
			{action: 'untag-all', keys: ['u'], help: 'Untag all groups', only: 'live'},
			{
				action: 'freeze',
				keys: ['z'],
				help: 'Freeze the screen while the cluster goes on; again: go on',
				label: 'freeze',
				rank: 11,
				only: 'live',
			},
			{
				action: 'slower',
				keys: ['+', '='],
				help: 'Update less often: a longer interval',
				only: 'live',
			},
			{action: 'faster', keys: ['-'], help: 'Update more often: a shorter interval', only: 'live'},
			{action: 'baseline', keys: ['b'], help: 'Count changes of leaders from now on'},
			{
				action: 'refresh',
				keys: ['ctrl-r', 'f5'],
				modes: ['lists', 'accounts'],
				help: 'Ask all servers for everything again',
				only: 'live',
			},
			{
				action: 'write-report',
				keys: ['w'],
				modes: ['lists', 'reader', 'upgrade'],
				help: 'Write a Markdown report of now to a file',
			},
			{
				action: 'copy',
				keys: ['i'],
				modes: ['lists', 'reader', 'question'],
				help: 'Copy the nats command of the selected or tagged groups, or of an open question',
				only: 'live',
			},
		],
	},
	...actKeys,
	...replayKeys,
	...answerKeys,
	{
		title: 'Program',
		keys: [
			{action: 'help', keys: ['?', 'f1'], help: 'This help', label: 'help', rank: 2},
			{
				action: 'close',
				keys: ['q', '?', 'enter'],
				modes: ['reader'],
				help: 'Close help, details or elections',
			},
			{
				action: 'close-table',
				keys: ['v', 'm', 'q'],
				modes: ['accounts', 'upgrade'],
				help: 'Close the accounts or the upgrade',
			},
			{
				action: 'redraw',
				keys: ['ctrl-l'],
				modes: everywhere,
				help: 'Draw the whole screen again',
			},
			{
				action: 'suspend',
				keys: ['ctrl-z'],
				modes: everywhere,
				help: 'Suspend leadertop; the shell command fg continues it',
			},
			{
				action: 'quit',
				keys: ['q'],
				help: 'Quit; asks first while step-downs run',
				label: 'quit',
				rank: 1,
			},
			{
				action: 'interrupt',
				keys: ['ctrl-c'],
				modes: everywhere,
				help: 'Quit at once; running step-downs are stopped',
			},
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
