import type {Cluster} from '../../cluster.ts';
import type {Store} from '../../state/store.ts';
import type {Intent} from '../../ui/intent.ts';
import type {Acting} from '../../session/acting.ts';
import type {FollowedServers} from './follow-servers.ts';
import type {Planning} from '../../session/planning.ts';
import type {createReplaying} from './replaying.ts';
import type {ReportWriter} from './report-writer.ts';

/** Everything that an intent may be for. */
type IntentParts = {
	readonly cluster: Pick<Cluster, 'refresh' | 'setIntervalMs'>;
	readonly store: Pick<Store, 'setBaseline'>;
	readonly planning: Pick<Planning, 'keepEmpty' | 'undrain'>;
	readonly acting: Pick<Acting, 'stepDown' | 'undo' | 'stepDownMeta' | 'runPlan' | 'stop'>;
	readonly followed: Pick<FollowedServers, 'follow' | 'unfollow'>;
	readonly reports: Pick<ReportWriter, 'write'>;
	/** Undefined where there is no recording to move about in. */
	readonly replaying: ReturnType<typeof createReplaying> | undefined;
	readonly terminal: {
		readonly close: () => void;
		readonly suspend: () => void;
		readonly redraw: () => void;
		readonly copy: (text: string) => void;
		readonly fail: (error: unknown) => void;
	};
	/** Nothing is acted on the cluster, whatever is wanted. */
	readonly readOnly: boolean;
	/** What the screen shows has changed by it. */
	readonly onChange: () => void;
};

/** Does what the screen wants. */
export function carryOut(intent: Intent, parts: IntentParts): void {
	const {cluster, store, planning, acting, followed, reports, replaying, terminal, readOnly} =
		parts;
	switch (intent.type) {
		case 'step-down': {
			if (!readOnly) {
				acting.stepDown(intent.moves);
			}

			break;
		}

		case 'undo': {
			if (!readOnly) {
				acting.undo(intent);
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
				acting.runPlan(intent.request);
			}

			break;
		}

		case 'keep-empty': {
			planning.keepEmpty(intent.server);
			parts.onChange();
			break;
		}

		case 'undrain': {
			planning.undrain(intent.server);
			break;
		}

		case 'follow': {
			followed.follow(intent.server);
			parts.onChange();
			break;
		}

		case 'unfollow': {
			followed.unfollow(intent.server);
			parts.onChange();
			break;
		}

		case 'stop-run': {
			acting.stop('X was pressed');
			break;
		}

		case 'quit': {
			terminal.close();
			break;
		}

		case 'suspend': {
			terminal.suspend();
			break;
		}

		case 'redraw': {
			terminal.redraw();
			break;
		}

		case 'copy': {
			terminal.copy(intent.text);
			break;
		}

		case 'refresh': {
			cluster.refresh().catch(terminal.fail);
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

		case 'replay': {
			replaying?.(intent.command).catch(terminal.fail);
			break;
		}

		case 'set-baseline': {
			store.setBaseline();
			break;
		}
	}
}
