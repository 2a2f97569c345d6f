import type {Action} from '../keys.ts';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {stepDown, stepDownMeta, transfer} from './act.ts';
import {quit, quitAtOnce, sayNo, sayYes, stopRun} from './answer.ts';
import {openAccounts, takeAccount} from './account.ts';
import {chooseBy, chooseTarget} from './choose.ts';
import {copyCommand} from './copy.ts';
import {cancelFilter, keepFilter, openFilter} from './edit-filter.ts';
import {emptyText, eraseWord} from './edit-text.ts';
import {
	freezeOrGoOn,
	lookLessOften,
	lookMoreOften,
	redraw,
	refresh,
	reverseOrder,
	setBaseline,
	sortByNext,
	suspend,
	switchMeasure,
	switchScope,
	writeReport,
} from './look.ts';
import {
	forceOrNot,
	nextAccount,
	nextKinds,
	nextMeasure,
	nextPace,
	nextTolerance,
	openBalance,
	openDrain,
	undo,
	undrainPlanned,
} from './plan.ts';
import {goBack, openDetails, openElections, openHelp, scroll} from './read.ts';
import {
	askTime,
	cancelTime,
	goToTime,
	pauseOrGoOn,
	replayFaster,
	replaySlower,
	stepBack,
	stepOn,
	toElectionBefore,
	toNextElection,
	toNextHotspot,
} from './replay.ts';
import type {Handler, Update} from './result.ts';
import {
	hottestServer,
	nextCluster,
	selectBy,
	serverAfter,
	serverBefore,
	switchPane,
} from './select.ts';
import {followOrNot, openUpgrade, selectUpgradeBy} from './upgrade.ts';
import {tagGroup, tagListed, untagAll} from './tag.ts';

/** What each action does. */
export const handlers: Readonly<Record<Action, Handler>> = {
	up: rows(() => -1),
	down: rows(() => 1),
	'page-up': rows(page => -page),
	'page-down': rows(page => page),
	first: rows(() => -Infinity),
	last: rows(() => Infinity),
	pane: switchPane,
	'server-before': serverBefore,
	'server-after': serverAfter,
	hottest: hottestServer,
	'next-cluster': nextCluster,
	details: openDetails,
	elections: openElections,
	measure: switchMeasure,
	back: goBack,
	close: goBack,
	filter: openFilter,
	'keep-filter': keepFilter,
	'cancel-filter': cancelFilter,
	'empty-filter': emptyText,
	'erase-word': eraseWord,
	accounts: openAccounts,
	upgrade: openUpgrade,
	take,
	'close-table': goBack,
	scope: switchScope,
	sort: sortByNext,
	reverse: reverseOrder,
	tag: tagGroup,
	'tag-listed': tagListed,
	'untag-all': untagAll,
	freeze: freezeOrGoOn,
	slower: lookLessOften,
	faster: lookMoreOften,
	baseline: setBaseline,
	refresh,
	'write-report': writeReport,
	copy: copyCommand,
	'step-down': stepDown,
	transfer,
	'step-down-meta': stepDownMeta,
	balance: openBalance,
	drain: openDrain,
	undo,
	'next-kinds': nextKinds,
	'next-measure': nextMeasure,
	'next-account': nextAccount,
	'next-tolerance': nextTolerance,
	'next-pace': nextPace,
	force: forceOrNot,
	'undrain-planned': undrainPlanned,
	'stop-run': stopRun,
	'replay-pause': pauseOrGoOn,
	'replay-slower': replaySlower,
	'replay-faster': replayFaster,
	'replay-back': stepBack,
	'replay-on': stepOn,
	'next-election': toNextElection,
	'election-before': toElectionBefore,
	'next-hotspot': toNextHotspot,
	'ask-time': askTime,
	'go-to-time': goToTime,
	'cancel-time': cancelTime,
	yes: sayYes,
	'run-plan': sayYes,
	no: sayNo,
	refuse: sayNo,
	help: openHelp,
	redraw,
	suspend,
	quit,
	interrupt: quitAtOnce,
};

/** Goes as many rows as `step` says, in whatever gets the keys. */
function rows(step: (page: number) => number): Handler {
	return (state, scene) => {
		switch (state.dialog.type) {
			case 'none':
				return selectBy(state.pane, step)(state, scene);
			case 'accounts':
				return selectBy('accounts', step)(state, scene);
			case 'upgrade':
				return selectUpgradeBy(step)(state, scene);
			case 'choice':
				return chooseBy(state, step(scene.layout.body));
			default:
				return scroll(step)(state, scene);
		}
	};
}

/** Takes what is selected in whatever gets the keys. */
function take(state: ScreenState, scene: Scene): Update {
	switch (state.dialog.type) {
		case 'choice':
			return chooseTarget(state, scene);
		case 'accounts':
			return takeAccount(state, scene);
		default:
			return followOrNot(state, scene);
	}
}
