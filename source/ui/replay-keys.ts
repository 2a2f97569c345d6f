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
				help: 'Pause; again: play on',
				label: 'pause',
				rank: 3,
			},
			{
				action: 'replay-slower',
				keys: ['<'],
				modes: watching,
				help: 'Play slower',
				label: 'slower',
				rank: 8,
			},
			{
				action: 'replay-faster',
				keys: ['>'],
				modes: watching,
				help: 'Play faster',
				label: 'faster',
				rank: 6,
			},
			{
				action: 'replay-back',
				keys: [','],
				modes: watching,
				help: 'Go back by one event',
			},
			{
				action: 'replay-on',
				keys: ['.'],
				modes: watching,
				help: 'Go on by one event',
				label: 'step',
				rank: 9,
			},
			{
				action: 'next-election',
				keys: ['n'],
				modes: watching,
				help: 'Go to the next elections',
				label: 'elections',
				rank: 4,
			},
			{
				action: 'election-before',
				keys: ['N'],
				modes: watching,
				help: 'Go back to the elections before',
			},
			{
				action: 'next-hotspot',
				keys: ['o'],
				modes: watching,
				help: 'Go to where a server next becomes a hotspot, or ends being one',
				label: 'hotspot',
				rank: 7,
			},
			{
				action: 'ask-time',
				keys: [':'],
				modes: watching,
				help: 'Go to a time: 14:02, +10m, 50%, end',
				label: 'time',
				rank: 5,
			},
			{
				action: 'go-to-time',
				keys: ['enter'],
				modes: ['time'],
				help: 'Time: go there',
				label: 'go there',
				rank: 1,
			},
			{
				action: 'cancel-time',
				keys: ['escape'],
				modes: ['time'],
				help: 'Time: stay here',
				label: 'cancel',
				rank: 2,
			},
		],
	},
] as const satisfies readonly KeySection[];
