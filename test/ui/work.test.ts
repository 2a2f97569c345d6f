import {describe, expect, it} from 'vitest';
import type {MoveResult} from '../../source/domain/move.ts';
import {drawWork} from '../../source/ui/draw/work-line.ts';
import {unicodeGlyphs} from '../../source/ui/glyphs.ts';
import {textOf} from '../../source/ui/text/line.ts';
import {newWork, workAfter, type WorkEvent} from '../../source/ui/work.ts';
import {aGroup, start} from '../support/build.ts';

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

const line = (...events: WorkEvent[]) =>
	textOf(drawWork(events.reduce(workAfter, newWork('step down 4 groups')), unicodeGlyphs));

describe('work', () => {
	it('shows how far it is', () => {
		expect(line(started, sent(1), sent(2), ended('as-wanted'))).toBe(
			'step down 4 groups ███        1 of 4 done · 2 sent · 1 in flight  X stops',
		);
	});

	it('does not count further than to what was expected', () => {
		const many = Array.from({length: 5}, () => ended('as-wanted'));
		expect(line(started, ...many)).toBe(
			'step down 4 groups ██████████ 5 done, 4 expected  X stops',
		);
	});

	it('warns of what the run could not make sure of', () => {
		const warned = {...started, warnings: ['SHOP may not subscribe to leadertop.claim.*']};

		expect(line(warned, sent(1))).toBe(
			'step down 4 groups            0 of 4 done · 1 sent · 1 in flight · SHOP may not subscribe to leadertop.claim.*  X stops',
		);
	});

	it('gives all its room to the reason why nothing was begun', () => {
		const conclusion = 'not done: the disk is full: could not write the audit file';
		const work = {...newWork('step down 1 group'), phase: 'ended', conclusion} as const;

		expect(textOf(drawWork(work, unicodeGlyphs))).toBe(conclusion);
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
			'step down 4 groups ███        1 of 4 done · 3 sent · 1 elsewhere · 2 failed · 1 not sent  X stops',
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
		).toBe(
			'step down 4 groups ███        1 of 4 done · 1 not sent · in 1.9 s · stopped with X · n3 left out',
		);
	});

	it('keeps no more outcomes than can be shown', () => {
		const events = Array.from({length: 500}, () => ended('as-wanted'));
		const work = events.reduce(workAfter, newWork('much'));
		expect(work.outcomes).toHaveLength(200);
		expect(work.ended['as-wanted']).toBe(500);
	});
});
