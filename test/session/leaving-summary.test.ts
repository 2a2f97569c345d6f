import {describe, expect, it} from 'vitest';
import {
	type LeavingParts,
	leavingSummary,
	rememberStart,
} from '../../source/session/leaving-summary.ts';
import {defaultCountingRules as rules} from '../../source/domain/distribution.ts';
import {createStore} from '../../source/state/store.ts';
import {groupsLedBy, start} from '../support/build.ts';
import {aReport, elected, firstLook, serversReported} from '../support/events.ts';
import {applyAll} from '../support/store-of.ts';

// n1 ████ 4   n2 ██ 2   n3 0
const groups = groupsLedBy({n1: 4, n2: 2, n3: 0});

function session() {
	const store = createStore();
	const startOf = rememberStart(store, rules);
	applyAll(store, firstLook(['n1', 'n2', 'n3'], groups));
	const summary = (overrides: Partial<LeavingParts> = {}) =>
		leavingSummary({
			view: store.view,
			rules,
			acts: [],
			inFlight: 0,
			auditFile: undefined,
			start: startOf(),
			reports: [],
			now: start + 125_000,
			...overrides,
		});
	return {store, summary};
}

describe('what stays after leaving', () => {
	it('is nothing when nothing happened', () => {
		expect(session().summary()).toEqual([]);
	});

	it('tells what was sent and has not ended yet', () => {
		expect(session().summary({inFlight: 12, auditFile: '/audit.jsonl'})).toEqual([
			'12 step-downs still in flight: results go to the audit file',
			'recorded in /audit.jsonl',
		]);
	});

	it('is what became of the leaders, elections by cause, restarts, and how long it was watched', () => {
		const {store, summary} = session();
		const [first, second] = groups;
		if (!first || !second) {
			throw new Error('no groups');
		}

		store.setBaseline();
		applyAll(store, [
			{
				type: 'step-down-requested',
				at: start + 5,
				group: first,
				by: 'us',
				who: undefined,
			},
			elected(first, 'n3', {at: start + 30}),
			elected(second, 'n3', {at: start + 9000}),
			serversReported(['n1', 'n2', aReport('n3', {id: 'n3-2', startedAt: start + 60_000})], {
				at: start + 61_000,
			}),
		]);
		expect(summary()).toEqual([
			'leaders since the start: n1 4 → 2, n3 0 → 2',
			'skew: 2.00x → 1.00x',
			'elections: 2 (1 stepped down by you, 1 unexplained)',
			'without a leader: 25 ms on average, 25 ms at most',
			'came back from a stop or a restart: n3 (2.12.4)',
			'watched for 2m 05s',
		]);
	});

	it('names a recording as a shell takes it', () => {
		const recording = {file: '/my files/⚠.rec', events: 3, bytes: 90, lost: 0, failure: undefined};
		expect(session().summary({recording})).toEqual([
			String.raw`recording in /my files/⚠.rec (3 events): leadertop replay $'/my\040files/\342\232\240.rec'`,
		]);
	});

	it('tells where reports are', () => {
		expect(session().summary({reports: ['/tmp/a.md']})).toEqual(['report in /tmp/a.md']);
	});
});
