import {isRunning} from '../../domain/work.ts';
import * as act from './act.ts';
import * as dialogs from './dialogs.ts';
import {keyModes, keysIn, type KeySection} from './key-binding.ts';
import {
	backLabel,
	drainLabel,
	freezeLabel,
	hasGroup,
	hasGroups,
	hasPlan,
	hasServer,
	hasYes,
	isDrainedByPlan,
	moveLabel,
	orClose,
	pauseLabel,
	takeLabel,
	yesLabel,
} from './key-labels.ts';
import * as list from './lists.ts';
import * as plan from './plan.ts';
import {askTime, cancelTime, changeSpeed, goToTime, pauseOrPlay, replay} from './replay.ts';
import {hottestServer, move, nextCluster, stepServer, switchPane, switchScope} from './select.ts';

const lists = keysIn('lists');
const scrolled = keysIn('lists', 'reader', 'question', 'choice', 'plan', 'accounts', 'upgrade');
const everywhere = keysIn(...keyModes);
const sorted = keysIn('lists', 'accounts');
/** Where the selected server is what is acted on. */
const servers = keysIn('lists', 'upgrade');
const watching = keysIn('lists', 'reader', 'accounts', 'upgrade');
const asked = keysIn('question', 'plan');
const planned = keysIn('plan');
const filtering = keysIn('filter');
const typing = keysIn('filter', 'time');

const live = {only: 'live'} as const;
const adjust = [13, 'adjust'] as const;

/**
 * The one table of keys: what they do, the footer, the help and the docs come from it.
 * Small letters and signs look, capitals act and ask first. Four capitals do not act on the cluster:
 * `G` and `N` are where every pager has them, `J` is JSON, and `X` ends acting at once, without a question.
 */
export const keySections: readonly KeySection[] = [
	{
		title: 'Move',
		keys: [
			scrolled('up k', move(-1), 'One row up', [14, moveLabel]),
			scrolled('down j', move(1), 'One row down', [14, moveLabel]),
			scrolled('pageup ctrl-b', move(0, -1), 'One page up'),
			scrolled('pagedown ctrl-f', move(0, 1), 'One page down'),
			scrolled('g home', move(-Infinity), 'To the first row'),
			scrolled('G end', move(Infinity), 'To the last row'),
			lists('tab shift-tab', switchPane, 'Switch between servers and groups', [6, 'pane']),
			lists('left [', stepServer(-1), 'Select the server above, from either pane'),
			lists('right ]', stepServer(1), 'Select the server below, from either pane'),
			lists('h', hottestServer, 'Select the busiest server: most leaders, or most load'),
			lists('c', nextCluster, 'Show the next cluster', [7, 'next cluster'], {
				when: (_, {clusters}) => clusters.length > 1,
			}),
		],
	},
	{
		title: 'Look',
		keys: [
			lists('enter', dialogs.openDetails, 'Details of the selected server or group', [
				9,
				'details',
			]),
			lists('J', dialogs.openJson, 'The selected server or group as raw JSON', [], live),
			keysIn('lists', 'reader', 'choice', 'accounts', 'upgrade')(
				'escape',
				dialogs.goBack,
				'Back: close the dialog, else clear the filter, else go to the servers',
				[2, backLabel],
				{tiny: true},
			),
			lists(
				'/',
				dialogs.openFilter,
				'Filter the groups: word, !word to exclude, account:=NAME',
				[3, 'filter'],
				{when: (_, {layout}) => layout.acts},
			),
			keysIn('lists', 'reader')(
				'e',
				dialogs.openElections,
				'Elections: rate, causes and list; again: close',
			),
			lists(
				'v',
				dialogs.openAccounts,
				'Accounts: leaders of each, and whether you can step them down',
			),
			lists('m', dialogs.openUpgrade, 'Upgrade: follow servers through their restarts, one by one'),
			lists('l', list.switchMeasure, 'Bars and order by leaders, or by load (messages/s)'),
			lists('a', switchScope, 'List the groups of the selected server, or of the whole cluster'),
			sorted('s', list.sortByNext, 'Next sort order of the list', [10, 'sort']),
			sorted('r', list.reverseOrder, 'Reverse the sort order'),
			lists(
				'space',
				list.tagGroup,
				'Tag the selected group, or untag it, and go to the next',
				[5, 'tag'],
				{
					...live,
					when: hasGroup,
				},
			),
			lists('t', list.tagListed, 'Tag all groups of the list that can move', [], live),
			lists('u', list.untagAll, 'Untag all groups', [], live),
			lists('z', list.freezeOrGoOn, 'Freeze the screen; again: live', [11, freezeLabel], live),
			lists('+ =', list.changeInterval(1), 'Update less often: a longer interval', [], live),
			lists('-', list.changeInterval(-1), 'Update more often: a shorter interval', [], live),
			lists('b', list.setBaseline, 'Count leader changes from now on (new baseline)'),
			sorted('ctrl-r f5', list.refresh, 'Refresh everything from all servers', [], live),
			keysIn('lists', 'reader', 'upgrade')(
				'w',
				list.writeReport,
				'Write a Markdown report of now to a file',
			),
			keysIn('lists', 'reader', 'question')(
				'i',
				list.copyCommand,
				'Copy the nats command of the selected or tagged groups, or of an open question',
				[],
				live,
			),
		],
	},
	{
		title: 'Act',
		note: 'Each of these asks first. X stops at once.',
		keys: [
			lists(
				'S',
				act.stepDown,
				'Step down the tagged groups, or the selected one; each group elects its next leader',
				[4, 'step down'],
				{acts: true, when: hasGroups},
			),
			lists('T', act.transfer, 'The same, to a server that you choose', [7, 'transfer'], {
				acts: true,
				when: hasGroups,
			}),
			servers(
				'B',
				plan.openBalance,
				'Balance: plan the fewest step-downs that even out the servers, and run them',
				[5, 'balance'],
				{acts: true, when: (_, {clusters}) => clusters.length > 0},
			),
			servers(
				'D',
				plan.openDrain,
				'Drain: move all leaders off the selected server; once drained: undrain it',
				[8, drainLabel],
				{acts: true, when: hasServer},
			),
			lists('U', act.undo, 'Undo the last run: move its leaders back', [9, 'undo'], {
				acts: true,
				when: (_, {lastRun}) => lastRun.length > 0,
			}),
			servers('M', act.stepDownMeta, 'Step down the meta leader', [12, 'meta'], {
				acts: true,
				when: (_, {metaPermission, cluster}) =>
					metaPermission(cluster.name).type === 'allowed' && cluster.metaGroupLeader !== undefined,
			}),
			keysIn('upgrade')(
				'R',
				act.rollNext,
				'Roll: drain the server whose turn it is, and wait while you restart it until it has caught up',
				[3, 'roll'],
				{acts: true, when: (_, {upgrade}) => upgrade?.next.type === 'next'},
			),
			keysIn('lists', 'reader', 'upgrade')(
				'X',
				act.stopRun,
				'Stop what is running: nothing more is sent',
				[2, 'stop'],
				{when: (_, {work}) => isRunning(work)},
			),
		],
	},
	{
		title: 'Replay',
		only: 'recording',
		keys: [
			watching('p', pauseOrPlay, 'Pause; again: play', [3, pauseLabel]),
			watching('<', changeSpeed(-1), 'Play slower', [8, 'slower']),
			watching('>', changeSpeed(1), 'Play faster', [6, 'faster']),
			watching(',', replay({type: 'step', by: -1}), 'Back by one event'),
			watching('.', replay({type: 'step', by: 1}), 'Forward by one event', [9, 'step']),
			watching('n', replay({type: 'election', by: 1}), 'Go to the next elections', [
				4,
				'elections',
			]),
			watching('N', replay({type: 'election', by: -1}), 'Go to the previous elections'),
			watching('o', replay({type: 'hotspots'}), 'Go to the next change of hotspots', [
				7,
				'hotspot',
			]),
			watching(':', askTime, 'Go to a time: 14:02, +10m, 50%, end', [5, 'time']),
			keysIn('time')('enter', goToTime, 'Time: go there', [1, 'go there']),
			keysIn('time')('escape', cancelTime, 'Time: stay here', [2, 'cancel']),
		],
	},
	{
		title: 'Answer',
		keys: [
			asked('y', act.sayYes, 'Yes: do it', [1, yesLabel], {confirms: true, when: hasYes}),
			planned('enter', act.sayYes, 'Plan: run it', [1, orClose('run it')], {
				confirms: true,
				when: hasPlan,
			}),
			asked('n escape q', act.sayNo, 'No: nothing is done', [2, orClose('no')]),
			keysIn('question')('enter', act.sayNo, 'No, to every question that is not a plan', [
				2,
				orClose('no'),
			]),
			planned(
				'f',
				plan.forceOrNot,
				'Plan: run it although leaders are unknown; again: do not',
				[3, 'run anyway'],
				{when: plan.isPlanRefused},
			),
			planned('u', plan.undrainPlanned, 'Plan: undrain the server instead', [4, 'undrain'], {
				confirms: true,
				when: isDrainedByPlan,
			}),
			planned(
				's',
				plan.nextKinds,
				'Plan: move streams and consumers, streams only, or consumers only',
				adjust,
			),
			planned('a', plan.nextAccount, 'Plan: move groups of all accounts, or of one', adjust),
			planned('t', plan.nextTolerance, 'Plan: tolerance, exact or within 2 to 20 %', adjust),
			planned('p', plan.nextPace, 'Plan: pace, from as fast as possible down to 1/s', adjust),
			planned('l', plan.nextMeasure, 'Plan: even out leaders, or load (messages/s)', adjust),
			keysIn('choice', 'accounts', 'upgrade')(
				'enter',
				dialogs.take,
				'Take the selected server; list the groups of the account; follow the server, or stop following',
				[1, takeLabel],
			),
		],
	},
	{
		title: 'Filter',
		keys: [
			filtering('enter', dialogs.keepFilter, 'Keep the filter', [1, 'keep']),
			filtering('escape', dialogs.cancelFilter, 'Cancel: the filter is as before', [2, 'cancel']),
			typing('ctrl-u', dialogs.clearText, 'Clear the text', [12, 'clear']),
			typing('ctrl-w', dialogs.eraseWord, 'Erase the last word'),
		],
	},
	{
		title: 'Program',
		keys: [
			lists('? f1', dialogs.openHelp, 'This help', [2, 'help'], {tiny: true}),
			keysIn('reader')('q ? enter', dialogs.goBack, 'Close help, details, elections or JSON'),
			keysIn('accounts', 'upgrade')('v m q', dialogs.goBack, 'Close the accounts or the upgrade'),
			everywhere('ctrl-l', list.redraw, 'Draw the whole screen again'),
			everywhere('ctrl-z', list.suspend, 'Suspend leadertop; the shell command fg continues it'),
			lists('q', act.quit, 'Quit; asks first while step-downs run', [1, 'quit'], {tiny: true}),
			everywhere('ctrl-c', act.quitAtOnce, 'Quit at once; running step-downs are stopped'),
		],
	},
];
