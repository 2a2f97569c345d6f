import type {KeySection} from './key-binding.ts';

const watching = ['lists', 'reader', 'accounts', 'upgrade'] as const;

/** The keys that move about in a recording: a part of the table in keys.ts. */
export const replayKeys = [
	{
		title: 'Replay',
		only: 'recording',
		keys: [
			{
				action: 'replay-pause',
				keys: ['p'],
				modes: watching,
				help: 'Pause, or go on',
				label: 'pause',
				rank: 3,
			},
			{
				action: 'replay-slower',
				keys: ['<'],
				modes: watching,
				help: 'Slower',
				pair: 'Slower or faster',
				label: 'slower',
				rank: 8,
			},
			{
				action: 'replay-faster',
				keys: ['>'],
				modes: watching,
				help: 'Faster',
				label: 'faster',
				rank: 6,
			},
			{
				action: 'replay-back',
				keys: [','],
				modes: watching,
				help: 'One event back',
				pair: 'One event back or on',
			},
			{
				action: 'replay-on',
				keys: ['.'],
				modes: watching,
				help: 'One event on',
				label: 'step',
				rank: 9,
			},
			{
				action: 'next-election',
				keys: ['n'],
				modes: watching,
				help: 'To the next elections',
				pair: 'Elections: next or before',
				label: 'elections',
				rank: 4,
			},
			{
				action: 'election-before',
				keys: ['N'],
				modes: watching,
				help: 'To the elections before',
			},
			{
				action: 'next-hotspot',
				keys: ['o'],
				modes: watching,
				help: 'To the next hotspot change',
				label: 'hotspot',
				rank: 7,
			},
			{
				action: 'ask-time',
				keys: [':'],
				modes: watching,
				help: 'To a time: 14:02, +10m',
				label: 'time',
				rank: 5,
			},
			{
				action: 'go-to-time',
				keys: ['enter'],
				modes: ['time'],
				help: 'Go there',
				pair: 'Go there; stay here',
			},
			{action: 'cancel-time', keys: ['escape'], modes: ['time'], help: 'Stay here'},
		],
	},
] as const satisfies readonly KeySection[];
