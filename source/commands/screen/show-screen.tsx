import process from 'node:process';
import type {Cluster} from '../../cluster.ts';
import {noAudit} from '../../executor/audit-sink.ts';
import {openAudit, type Audit} from '../../executor/open-audit.ts';
import {takeTurns} from '../../executor/take-turns.ts';
import {createStore} from '../../state/store.ts';
import {App} from '../../ui/app.tsx';
import type {Intent} from '../../ui/intent.ts';
import {createScreen} from '../../ui/screen.ts';
import {mountScreen} from '../../ui/terminal/mount-screen.tsx';
import type {TerminalFeatures} from '../../ui/terminal/terminal-features.ts';
import type {Origin} from '../../ui/world.ts';
import type {CommandContext} from '../cli/command.ts';
import {seesAll} from '../look/sees-all.ts';
import {createActing} from './acting.ts';
import {judgements} from './judgements.ts';
import {leavingSummary} from './leaving-summary.ts';
import {createPlanning} from './planning.ts';
import {createReportWriter} from './report-writer.ts';
import {rememberStart} from './session-start.ts';
import {watchMovers} from './watch-movers.ts';
import type {RunScreenOptions} from './run-screen-options.ts';

type ShowOptions = RunScreenOptions & {readonly features: TerminalFeatures};

/** How long after leaving step-downs in flight are still waited for, with everything else that ends. */
const leaveDeadlineMs = 15_000;

/** Ties the cluster to the store, the store to the screen and the screen's intents to the executor, until the user leaves. */
export async function showScreen(
	cluster: Cluster,
	context: CommandContext,
	options: ShowOptions,
): Promise<void> {
	const {rules, features, intervalMs, readOnly} = options;
	const store = createStore();
	const {view} = store;
	const listeners = new Set<() => void>();
	const changed = () => {
		for (const listener of listeners) {
			listener();
		}
	};

	let audit: Promise<Audit> | undefined;
	let auditFile: string | undefined;
	const planning = createPlanning({cluster, view, rules, onChange: changed});
	const acting = createActing({
		cluster,
		view,
		planning,
		onChange: changed,
		async openAudit() {
			if (cluster.origin.type !== 'nats') {
				return noAudit;
			}

			audit ??= openAudit({file: options.auditFile, identity: cluster.origin.label});
			const opened = await audit.catch((error: unknown) => {
				// The next act tries again: the disk may have room by then.
				audit = undefined;
				throw error;
			});
			auditFile = opened.file;
			return opened;
		},
	});

	const movers = watchMovers(cluster, view, (name, mover) => {
		store.setMover(name, mover);
	});
	const judged = judgements(view, rules, changed, planning.drained);
	const screen = createScreen({
		view,
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		origin: originOf(cluster),
		rules,
		acting: readOnly
			? {type: 'locked', missing: 'read-only: start without --read-only to act'}
			: {type: 'allowed'},
		permissionOf: cluster.permission,
		metaPermission: cluster.metaPermission,
		accountAccess: cluster.accountAccess,
		actingAccounts: cluster.actingAccounts,
		// Groups of other accounts that a server hosts are out of sight.
		stopOf: seesAll(cluster) ? judged.stopOf : undefined,
		reachable: judged.reachable,
		replicas: judged.replicas,
		offer: planning.offer,
		drained: () => planning.drained,
		lastRun: acting.lastRun,
		mover: movers.moverOf,
		work: acting.work,
		onIntent,
		features,
		intervalMs,
		takeTurns,
		cluster: options.cluster,
	});

	const startOf = rememberStart(store, rules);
	const reports = createReportWriter(
		process.cwd(),
		() => ({
			origin: cluster.origin,
			view,
			rules,
			judged,
			since: startOf(),
			acts: acting.log(),
			audit: auditFile,
			at: Date.now(),
		}),
		screen.tell,
	);
	const mounted = mountScreen({
		...context,
		node: <App screen={screen} />,
		onKey: screen.onKey,
		onPaste: screen.onPaste,
		summary: () =>
			leavingSummary({
				view,
				rules,
				acts: acting.log(),
				auditFile,
				start: startOf(),
				reports: reports.files(),
				now: Date.now(),
			}),
		leaveDeadlineMs,
	});

	function onIntent(intent: Intent): void {
		switch (intent.type) {
			case 'step-down': {
				if (!readOnly) {
					intent.undrain?.forEach(planning.undrain);
					acting.stepDown(intent.moves);
				}

				break;
			}

			case 'step-down-meta': {
				if (!readOnly) {
					acting.stepDownMeta(intent.cluster);
				}

				break;
			}

			case 'run-plan': {
				if (!readOnly) {
					acting.runPlan(intent.wish);
				}

				break;
			}

			case 'undrain': {
				planning.undrain(intent.server);
				break;
			}

			case 'stop-run': {
				acting.stop('X was pressed');
				break;
			}

			case 'quit': {
				mounted.close();
				break;
			}

			case 'suspend': {
				mounted.suspend();
				break;
			}

			case 'redraw': {
				mounted.redraw();
				break;
			}

			case 'refresh': {
				cluster.refresh().catch(mounted.fail);
				break;
			}

			case 'set-interval': {
				cluster.setIntervalMs(intent.intervalMs);
				break;
			}

			case 'write-report': {
				void reports.write(intent);
				break;
			}

			case 'set-baseline': {
				store.setBaseline();
				break;
			}
		}
	}

	cluster.setIntervalMs(intervalMs);
	store.subscribe(changed);
	const unwatch = cluster.watch(store.apply);
	mounted.onLeave(async () => {
		acting.stop('leadertop was left');
		await acting.settled();
		unwatch();
		movers.end();
		await (await audit)?.close();
		await cluster.close();
		await options.onLeave?.();
	});
	await mounted.done;
}

function originOf({origin}: Cluster): Origin {
	return origin.type === 'nats'
		? {label: origin.label, type: origin.mode, account: origin.account}
		: {label: origin.label, type: origin.type};
}
