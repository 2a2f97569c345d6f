import process from 'node:process';
import type {Cluster} from '../../cluster.ts';
import {asciiText} from '../../domain/clean-text.ts';
import {refusalReasons} from '../../executor/refusals.ts';
import {steadyNow} from '../../time/clock.ts';
import {createStore} from '../../state/store.ts';
import {App} from '../../ui/app/app.tsx';
import type {Intent} from '../../ui/intent.ts';
import {createScreen} from '../../ui/app/screen.ts';
import {mountScreen} from '../../ui/mount/mount-screen.tsx';
import type {TerminalFeatures} from '../../ui/terminal-features.ts';
import {showColors} from '../../ui/theme.ts';
import {startBaseline} from '../../session/baseline.ts';
import type {CommandContext} from '../cli/command.ts';
import {seesAll} from '../../session/coverage.ts';
import {createActing} from '../../session/acting.ts';
import {followServers} from '../../session/follow-servers.ts';
import {derivedFacts} from '../../state/derived-facts.ts';
import {lazyAudit} from '../../session/lazy-audit.ts';
import {leavingSummary, rememberStart} from '../../session/leaving-summary.ts';
import {createPlanning} from '../../session/planning.ts';
import {rawAnswers} from '../../session/raw-answers.ts';
import {createReplaying, reportTroubles} from './replaying.ts';
import {createScreenRolls} from './screen-rolls.ts';
import {createReportWriter} from '../../session/session-report.ts';
import {onceComplete} from '../../session/see-once.ts';
import {throttledAction} from '../../time/throttle.ts';
import {startRecording} from '../../session/start-recording.ts';
import {watchMovers} from '../../session/watch-movers.ts';
import type {RunScreenOptions} from '../flags/screen-flags.ts';
import {actingPermission, acts, screenOrigin} from './screen-origin.ts';

type ShowOptions = RunScreenOptions & {readonly features: TerminalFeatures};

/** How long after leaving step-downs in flight are still waited for, with everything else that ends. */
const leaveDeadlineMs = 15_000;

/** Ties the cluster to the store, the store to the screen and the screen's intents to the executor, until the user leaves. */
export async function showScreen(
	cluster: Cluster,
	context: CommandContext,
	options: ShowOptions,
): Promise<void> {
	const {rules, features, intervalMs, readOnly, replay} = options;
	const store = createStore();
	const {view} = store;
	const listeners = new Set<() => void>();
	const changed = () => {
		for (const listener of listeners) {
			listener();
		}
	};
	const clock = () => replay?.of.state().at ?? steadyNow();
	const noticed = () => {
		rolls.update();
		followed.update();
		changed();
	};

	const raw = rawAnswers(cluster, changed);
	const audit = lazyAudit(cluster.origin, options.auditFile);
	// The store tells its listeners.
	const movers = watchMovers(cluster, view, store.setMover);
	const planning = createPlanning({
		cluster,
		view,
		rules,
		elsewhere: movers.drained,
		onChange() {
			movers.tell(planning.drained, rolls.own());
			noticed();
		},
	});
	const acting = createActing({
		cluster,
		view,
		planning,
		onChange: noticed,
		openAudit: audit.open,
	});

	const facts = derivedFacts(view, rules, changed, planning.keptEmpty);
	// Groups of other accounts that a server hosts are not seen.
	const stopOf = seesAll(cluster) ? facts.stopOf : undefined;
	const followed = followServers({view, rules, ...facts, drained: planning.drained});
	const rolls = createScreenRolls({
		cluster,
		view,
		rules,
		planning,
		acting,
		movers,
		followed,
		onChange: noticed,
		screen: () => screen,
	});
	const recorder =
		options.record &&
		(await startRecording(options.record, cluster, store.snapshot, reason => {
			screen.notify(`Recording has ended: ${reason}`, 'bad');
		}));
	const screen = createScreen({
		world: () => ({
			view,
			now: clock(),
			wallNow: steadyNow(),
			origin: screenOrigin(cluster),
			rules,
			acting: actingPermission(options),
			permissionOf: cluster.permission,
			metaPermission: cluster.metaPermission,
			accountAccess: cluster.accountAccess,
			actingAccounts: cluster.actingAccounts,
			...facts,
			stopOf,
			offer: planning.offer,
			raw,
			refusals: name => refusalReasons(view, name).map(({line}) => line),
			drained: planning.drained,
			drainedBy: movers.drained(),
			roll: rolls.rollOf,
			checklists: followed.checklists,
			lastRun: acting.lastRun(),
			mover: movers.moverOf,
			replay: replay?.of.state(),
			recording: recorder && (recorder.state().failure === undefined ? 'on' : 'failed'),
			work: acting.work(),
		}),
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		onIntent,
		features,
		intervalMs,
		cluster: options.cluster,
	});

	const replaying =
		replay && createReplaying({replay: replay.of, view, rules, notify: screen.notify});
	const startOf = rememberStart(store, rules);
	if (options.baseline) {
		startBaseline({store, origin: cluster.origin, option: options.baseline, notify: screen.notify});
	}

	const reports = createReportWriter(
		process.cwd(),
		() => ({
			origin: cluster.origin,
			view,
			rules,
			stopOf,
			reachable: facts.reachable,
			since: startOf(),
			acts: acting.log(),
			audit: audit.file(),
			at: clock(),
		}),
		screen.notify,
	);
	showColors(features);
	const mounted = mountScreen({
		...context,
		node: <App screen={screen} />,
		onKey: screen.onKey,
		onPaste: screen.onPaste,
		summary() {
			// The summary lists all that has been sent.
			stopActing();
			const lines = leavingSummary({
				view,
				rules,
				acts: acting.log(),
				inFlight: acting.work()?.inFlight ?? 0,
				auditFile: audit.file(),
				start: startOf(),
				reports: reports.files(),
				recording: recorder?.state(),
				troubles: replay?.of.state().troubles,
				now: clock(),
			});
			return features.unicode ? lines : lines.map(asciiText);
		},
		leaveDeadlineMs,
	});

	const refresh = throttledAction(cluster.refresh);

	const stopActing = () => acting.stop('leadertop was left');

	function onIntent(intent: Intent): void {
		if (readOnly && acts.has(intent.type)) {
			return;
		}

		switch (intent.type) {
			case 'step-down':
				acting.stepDown(intent.moves);
				break;
			case 'undo':
				acting.undo(intent);
				break;
			case 'step-down-meta':
				acting.stepDownMeta(intent.cluster, intent.to);
				break;
			case 'run-plan':
				acting.runPlan(intent.request);
				break;
			case 'roll':
				rolls.begin({cluster: intent.cluster, servers: [intent.server], balance: false});
				break;

			case 'stop-run':
				acting.stop('X was pressed');
				break;
			case 'keep-empty':
				planning.keepEmpty(intent.server);
				break;
			case 'undrain':
				planning.undrain(intent.server);
				break;
			case 'follow':
				followed.follow(intent.server);
				noticed();
				break;
			case 'unfollow':
				followed.unfollow(intent.server);
				noticed();
				break;
			case 'quit':
				mounted.close();
				break;
			case 'suspend':
				mounted.suspend();
				break;
			case 'redraw':
				mounted.redraw();
				break;
			case 'copy':
				mounted.copy(intent.text);
				break;
			case 'refresh':
				refresh().catch(mounted.fail);
				break;
			case 'set-interval':
				cluster.setIntervalMs(intent.intervalMs);
				break;
			case 'write-report':
				void reports.write(intent);
				break;
			case 'replay':
				replaying?.(intent.command).catch(mounted.fail);
				break;
			case 'set-baseline':
				store.setBaseline();
				break;
		}
	}

	cluster.setIntervalMs(intervalMs);
	store.subscribe(noticed);
	replay?.of.onRestore(snapshot => {
		store.restore(snapshot);
		// What was ticked off at another time is nothing to go by.
		followed.end();
	});
	replay?.of.onChange(changed);
	if (replay) {
		reportTroubles(replay.of, screen.notify);
	}

	const unwatch = cluster.watch(event => {
		recorder?.note(event);
		store.apply(event);
	});
	if (replay?.startAt !== undefined) {
		replay.of.toTime(replay.startAt).catch(mounted.fail);
	}

	if (options.rollWith && !readOnly) {
		onceComplete(store, () => {
			screen.onKey({name: 'm', text: 'm'});
			rolls.beginAll(options.rollWith);
		});
	}

	mounted.onLeave(async () => {
		stopActing();
		await acting.idle();
		unwatch();
		await movers.end();
		await recorder?.close();
		await audit.close();
		await cluster.close();
		await options.onLeave?.();
	});
	await mounted.done;
}
