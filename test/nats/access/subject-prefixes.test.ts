import {describe, expect, it} from 'vitest';
import {jetStreamSubjects, subjectPrefix} from '../../../source/nats/access/subject-prefixes.ts';
import {settings, stated} from './requests.ts';

describe('jetStreamSubjects', () => {
	it('is the domain or the prefix of the first layer that has one', () => {
		const context = settings({jetStreamApiPrefix: 'ACC.API.'});
		expect(jetStreamSubjects([{}, context])).toEqual({
			jetStreamDomain: undefined,
			jetStreamApiPrefix: 'ACC.API',
		});
		expect(jetStreamSubjects([settings({jetStreamDomain: 'hub'}), context])).toEqual({
			jetStreamDomain: 'hub',
			jetStreamApiPrefix: undefined,
		});
	});

	it('refuses both in one layer', () => {
		const layer = settings({jetStreamDomain: 'hub', jetStreamApiPrefix: 'x'});
		expect(() => jetStreamSubjects([layer])).toThrow(
			'--jetStreamDomain and --jetStreamApiPrefix exclude each other',
		);
	});

	it.each(['a.b', 'a b', '*'])('refuses the domain %s', domain => {
		expect(() => jetStreamSubjects([settings({jetStreamDomain: domain})])).toThrow(
			'--jetStreamDomain: a JetStream domain',
		);
	});
});

describe('subjectPrefix', () => {
	it.each([
		['_INBOX_ada', '_INBOX_ada'],
		['a.b.', 'a.b'],
		['$JS.hub.API', '$JS.hub.API'],
	])('%s is %s', (text, prefix) => {
		expect(subjectPrefix(stated(text))).toBe(prefix);
	});

	it.each(['a.*', '>', 'a..b', '.a', '.', 'a b'])('refuses %s', text => {
		expect(() => subjectPrefix(stated(text))).toThrow('--flag: a subject prefix is made of');
	});
});
