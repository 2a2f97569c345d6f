import {formatRatio} from '../../domain/format.ts';
import {sparkline} from '../components/sparkline.ts';
import type {Scene} from './scene.ts';
import type {Toned} from '../theme.ts';

/** `skew 1.80x → 1.02x ▇▇▇▅▂ 34 of 68` while moves run: then, now, the way between, and how many are done. */
export function skewWords(scene: Scene): readonly Toned[] | undefined {
	const {work, distribution, rules, glyphs} = scene;
	if (work?.startedAt === undefined || work.phase === 'ended') {
		return undefined;
	}

	const {planned, ended, startedAt} = work;
	const done = ended['as-wanted'] + ended.elsewhere;
	const now = distribution.maxRatio;
	const skews = [...skewsSince(scene, startedAt), now];
	const then = skews[0] ?? now;
	return [
		{text: 'skew ', tone: 'muted'},
		{text: `${formatRatio(then)}x ${glyphs.arrow} `, tone: 'text'},
		{text: `${formatRatio(now)}x `, tone: now > rules.threshold ? 'hot' : 'strong'},
		{
			// What is over the average: an even cluster has nothing to show.
			text: `${sparkline(
				skews.map(skew => skew - 1),
				Math.max(...skews) - 1,
				Math.min(mostCells, skews.length),
				glyphs.trend,
			)} `,
			tone: 'load',
		},
		{text: planned === undefined ? `${done} done` : `${done} of ${planned}`, tone: 'text'},
	];
}

const mostCells = 12;

/** Times the average that the fullest server led, from the last sample before `since` on. */
function skewsSince({shown, distribution}: Scene, since: number): readonly number[] {
	const members = distribution.shares.filter(({ratio}) => ratio !== undefined);
	const trends = members.map(({server}) => shown.trend(server.name));
	const times = shown.sampledAt;
	const begin = Math.max(
		0,
		times.findLastIndex(at => at <= since),
	);
	return times.slice(begin).map((_, index) => {
		const fromEnd = index + begin - times.length;
		const leaders = trends.map(trend => trend.at(fromEnd) ?? 0);
		const average = leaders.reduce((sum, count) => sum + count, 0) / Math.max(1, members.length);
		return average === 0 ? 0 : Math.max(...leaders) / average;
	});
}
