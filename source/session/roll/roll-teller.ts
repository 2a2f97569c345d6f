import type {NoticeBoard} from '../../cluster.ts';
import type {RollNotice} from '../../domain/roll/notice.ts';
import type {RollEvent} from '../../domain/roll/roll.ts';
import type {TurnStep} from '../../domain/roll/turn.ts';
import type {RunEvent} from '../../executor/run.ts';
import type {RollPlan} from './plan-roll.ts';

const stepStates: Readonly<Record<TurnStep, string>> = {
	'may-stop': 'may stop',
	drained: 'is drained',
	stopped: 'has stopped',
	back: 'is back',
	jetstream: 'has JetStream up',
	'caught-up': 'has caught up',
};

/** Tells other leadertops how far a roll is, and which server it keeps empty. */
export function rollTeller(board: NoticeBoard | undefined, plan: Pick<RollPlan, 'turns'>) {
	let drained: readonly string[] = [];
	let roll: RollNotice = {turn: undefined, state: '', done: [], left: plan.turns};

	function tell(change: Partial<RollNotice> = {}): void {
		roll = {...roll, ...change};
		board?.tell({drained, roll});
	}

	return {
		notice: () => roll,
		/** @param server that is kept empty from now on; undefined: none */
		drained(server: string | undefined) {
			drained = server === undefined ? [] : [server];
			tell();
		},
		follow(event: RollEvent | RunEvent) {
			switch (event.type) {
				case 'turn-started':
					tell({turn: event.server, state: 'begins'});
					break;
				case 'turn-waiting':
					tell({state: event.reason});
					break;
				case 'turn-step':
					tell({state: stepStates[event.step]});
					break;
				case 'may-stop':
					tell({state: 'is drained and may stop now: restart it'});
					break;
				case 'command-started':
					tell({state: 'is stopped by the command'});
					break;
				case 'turn-ended': {
					const {server} = event.turn;
					const left = roll.left.filter(each => each !== server);
					tell({turn: undefined, state: '', done: [...roll.done, server], left});
					break;
				}

				default:
					break;
			}
		},
	};
}
