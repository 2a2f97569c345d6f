import {describe, expect, it} from 'vitest';
import {derivedFacts} from '../../source/state/derived-facts.ts';
import {defaultCountingRules} from '../../source/domain/distribution.ts';
import {createStore} from '../../source/state/store.ts';
import {groupsLedBy, start} from '../support/build.ts';
import {aReport, firstLook, look, metaGroupReported, serversReported} from '../support/events.ts';

describe('derived facts', () => {
	it('wait until every server of the cluster has told what it leads', async () => {
		const {view, apply} = createStore();
		const verdicts = derivedFacts(view, defaultCountingRules, () => {});
		const groups = groupsLedBy({n1: 6, n2: 0, n3: 0});
		apply(serversReported(['n1', 'n2', 'n3']));

		expect(verdicts.stopOf('n1')).toEqual({
			type: 'unknown',
			reasons: ['no inventory from n1, n2, n3'],
		});
		expect(verdicts.reachable('east')).toBeUndefined();

		const metaGroup = metaGroupReported(['n1', 'n2', 'n3']);
		[metaGroup, ...look('n1', groups), ...look('n2', []), ...look('n3', [])].forEach(event => {
			apply(event);
		});

		// On a busy machine judging takes more than one turn.
		await expect.poll(() => verdicts.stopOf('n1')).toEqual({type: 'ok'});
		await expect.poll(() => verdicts.reachable('east')).toMatchObject({ratio: 1, stepDowns: 4});
	});

	it('follow a server that is drained, and one that is not any more', async () => {
		const {view, apply} = createStore();
		const drained = new Set<string>();
		const verdicts = derivedFacts(view, defaultCountingRules, () => {}, drained);
		const groups = groupsLedBy({n1: 6, n2: 0, n3: 0});
		apply(serversReported(['n1', 'n2', 'n3']));
		[...look('n1', groups), ...look('n2', []), ...look('n3', [])].forEach(apply);
		await expect.poll(() => verdicts.reachable('east')?.stepDowns).toBe(4);

		for (const [change, stepDowns] of [
			[() => drained.add('n2'), 3],
			[() => drained.delete('n2'), 4],
		] as const) {
			change();
			await expect.poll(() => verdicts.reachable('east')?.stepDowns).toBe(stepDowns);
		}
	});

	it('do not let a server be stopped by what was known before another one went or came back', async () => {
		const {view, apply} = createStore();
		const verdicts = derivedFacts(view, defaultCountingRules, () => {});
		const groups = groupsLedBy({n1: 6, n2: 6, n3: 0});
		const at = (second: number) => ({at: start + second * 1000});
		[...firstLook(['n1', 'n2', 'n3'], groups), metaGroupReported(['n1', 'n2', 'n3'])].forEach(
			apply,
		);
		await expect.poll(() => verdicts.stopOf('n1')).toEqual({type: 'ok'});

		apply(serversReported(['n1', 'n2'], {...at(1), offline: [{name: 'n3', cluster: 'east'}]}));
		expect(verdicts.stopOf('n1')?.type).not.toBe('ok');
		await expect.poll(() => verdicts.stopOf('n1')).toMatchObject({type: 'wait'});

		apply(serversReported(['n1', 'n2', aReport('n3', {id: 'n3-2'})], at(2)));
		look('n3', [], at(5)).forEach(apply);
		expect(verdicts.stopOf('n1')?.type).not.toBe('ok');
		await expect
			.poll(() => verdicts.stopOf('n1'))
			.toMatchObject({
				reasons: expect.arrayContaining(['replicas not seen yet on n3']),
			});
		await expect.poll(() => verdicts.stopOf('n3')).toEqual({type: 'ok'});

		for (const [name, led] of [
			['n1', groups.slice(0, 6)],
			['n2', groups.slice(6)],
		] as const) {
			look(name, led, at(5)).forEach(apply);
		}

		await expect.poll(() => verdicts.stopOf('n1')).toEqual({type: 'ok'});
	});
});
