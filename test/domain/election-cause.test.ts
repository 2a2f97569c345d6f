import {describe, expect, it} from 'vitest';
import {
	electionCause,
	electionCauses,
	type ElectionCause,
	type ElectionEvidence,
	type LeftServer,
} from '../../source/domain/election-cause.ts';
import {start} from '../support/build.ts';

const well: LeftServer = {state: 'online', leaving: undefined, rejoinedAt: undefined};

const nothing: ElectionEvidence = {
	at: start,
	request: undefined,
	server: well,
	ledSince: undefined,
	hadLostQuorum: false,
	isNew: false,
};

const cases: [string, ElectionCause, Partial<ElectionEvidence>][] = [
	['nothing was seen', 'untold', {}],
	['nothing is known of who led', 'untold', {server: undefined}],
	['we asked for it', 'ours', {request: 'us'}],
	['somebody else asked for it', 'others', {request: 'others'}],
	[
		'somebody asked a lame duck for it',
		'others',
		{request: 'others', server: {...well, state: 'lame-duck', leaving: 'lame-duck'}},
	],
	[
		'the server is a lame duck',
		'lame-duck',
		{server: {...well, state: 'lame-duck', leaving: 'lame-duck'}},
	],
	[
		'the server said that it stops',
		'stopped',
		{server: {...well, state: 'offline', leaving: 'shutdown'}},
	],
	['the server is gone', 'offline', {server: {...well, state: 'offline'}}],
	['the server does not answer', 'silent', {server: {...well, state: 'silent'}}],
	['the server recovers', 'restarted', {server: {...well, state: 'recovering'}}],
	['the server is just back', 'restarted', {server: {...well, rejoinedAt: start - 5000}}],
	[
		'the server has been back for a while, and led it only since',
		'untold',
		{server: {...well, rejoinedAt: start - 5000}, ledSince: start - 2000},
	],
	[
		'the server was just back and is gone again',
		'silent',
		{server: {...well, state: 'silent', rejoinedAt: start - 5000}},
	],
	['the server came back long ago', 'untold', {server: {...well, rejoinedAt: start - 600_000}}],
	['quorum had been lost', 'quorum', {hadLostQuorum: true}],
	[
		'quorum was lost with a server',
		'offline',
		{hadLostQuorum: true, server: {...well, state: 'offline'}},
	],
	['the group is new', 'new', {isNew: true, server: undefined}],
];

describe('the cause of an election', () => {
	it.each(cases)('where %s: %s', (_, cause, evidence) => {
		expect(electionCause({...nothing, ...evidence})).toBe(cause);
	});

	it('is tested for every cause', () => {
		expect(new Set(cases.map(([, cause]) => cause))).toEqual(new Set(electionCauses));
	});
});
