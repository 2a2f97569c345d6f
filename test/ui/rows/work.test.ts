import {describe, expect, it} from 'vitest';
import type {MoveResult} from '../../../source/domain/move.ts';
import {newWork, workAfter, type Work, type WorkEvent} from '../../../source/domain/work.ts';
import {unicodeGlyphs} from '../../../source/ui/glyphs.ts';
import {workLines} from '../../../source/ui/rows/work.ts';
import {aGroup, start} from '../../support/build.ts';
import {linesText} from '../stage-screen.ts';

const group = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2']});

const ended = (result: MoveResult): WorkEvent => ({
	type: 'move-ended',
	at: start,
	outcome: {
		move: {group: group.key, from: 'n1', to: 'n2'},
		group,
		result,
		elected: 'n2',
		electionMs: 5,
		reason: undefined,
	},
});
const started: WorkEvent = {type: 'run-started', at: start, planned: 4, warnings: []};
const sent = (inFlight: number): WorkEvent => ({type: 'move-sent', at: start, inFlight});

const after = (...events: WorkEvent[]) => events.reduce(workAfter, newWork('step down 4 groups'));
const shown = (work: Work, width: number, height: number) =>
	linesText(workLines(work, width, height, unicodeGlyphs), width);
const line = (...events: WorkEvent[]) => shown(after(...events), 160, 1)[0];

describe('work', () => {
	it('shows how far it is', () => {
		expect(line(started, sent(1), sent(2), ended('as-wanted'))).toBe(
			'step down 4 groups  ███         1 of 4 done  2 sent  1 in flight',
		);
	});

	it('does not count further than to what was expected', () => {
		const many = Array.from({length: 5}, () => ended('as-wanted'));
		expect(line(started, ...many)).toBe('step down 4 groups  ██████████  5 done, 4 expected');
	});

	it('warns of what the run could not make sure of', () => {
		const warned = {...started, warnings: ['SHOP may not subscribe to leadertop.claim.*']};

		expect(line(warned, sent(1))).toBe(
			'step down 4 groups              0 of 4 done  1 sent  1 in flight  SHOP may not subscribe to leadertop.claim.*',
		);
	});

	it('gives all its room to the reason why nothing was begun', () => {
		const conclusion = 'not done: the disk is full: could not write the audit file';
		const work = {...newWork('step down 1 group'), phase: 'ended', conclusion} as const;

		expect(shown(work, 80, 1)).toEqual([conclusion]);
		expect(shown(work, 40, 3).join(' ').replaceAll(/\s+/g, ' ').trim()).toBe(conclusion);
	});

	it('counts what went elsewhere, failed and was not sent apart', () => {
		expect(
			line(
				started,
				sent(1),
				sent(2),
				sent(3),
				ended('elsewhere'),
				ended('refused'),
				ended('no-election'),
				ended('void'),
			),
		).toBe(
			'step down 4 groups  ███         1 of 4 done  3 sent  1 elsewhere  2 failed  1 not sent',
		);
	});

	it('says that it is stopping, and how it ended', () => {
		const stopping: WorkEvent = {type: 'run-stopping', at: start, inFlight: 1};
		expect(line(started, sent(1), stopping)).toMatch(/1 in flight {2}stopping$/);
		expect(
			line(started, sent(1), stopping, ended('as-wanted'), ended('cancelled'), {
				type: 'run-ended',
				at: start,
				summary: {reason: 'stopped with X', elapsedMs: 1900, warnings: ['n3 left out']},
			}),
		).toBe('step down 4 groups  1 of 4 done  1 not sent  in 1.9 s  stopped with X · n3 left out');
	});

	it('keeps what matters most where there is little room, and ends what does not fit with a sign', () => {
		const failed = after(started, sent(1), sent(2), ended('refused'), ended('as-wanted'));
		expect(shown(failed, 44, 1)).toEqual(['step down 4 groups  1 of 4 done  1 failed']);
		const reason = 'stopped: 3 step-downs in a row led to no election, see the audit file';
		const over = {...failed, phase: 'ended', conclusion: reason} as const;
		expect(shown(over, 40, 1)[0]).toMatch(/^1 of 4 done {2}stopped: 3 step-do.*…$/);
		expect(shown(over, 50, 2)[1]).toMatch(/^ {2}stopped: 3 step-downs in a row led.*…$/);
		expect(shown(over, 50, 4).join('')).toContain('see the audit file');
	});

	it('has its counts below its bar in a narrow pane', () => {
		expect(shown(after(started, sent(1), sent(2), ended('as-wanted')), 40, 4)).toEqual([
			'step down 4 groups  ███',
			'1 of 4 done  2 sent  1 in flight',
		]);
	});

	it('keeps no more outcomes than can be shown', () => {
		const events = Array.from({length: 500}, () => ended('as-wanted'));
		const work = events.reduce(workAfter, newWork('much'));
		expect(work.outcomes).toHaveLength(200);
		expect(work.ended['as-wanted']).toBe(500);
	});
});
