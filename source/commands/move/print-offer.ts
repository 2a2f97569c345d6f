import {cleanText} from '../../domain/clean-text.ts';
import type {CountingRules} from '../../domain/distribution.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import type {Offer} from '../../ui/act/offer.ts';
import {drawPlanBars} from '../../ui/draw/plan-bars.ts';
import {drawPlanText} from '../../ui/draw/plan-text.ts';
import {groupName} from '../../ui/draw/group-name.ts';
import {asciiGlyphs, unicodeGlyphs, type Glyphs} from '../../ui/glyphs.ts';
import type {TerminalFeatures} from '../../ui/terminal/terminal-features.ts';
import {span, type Line} from '../../ui/text/line.ts';
import {paint} from '../../ui/text/paint.ts';
import {createTheme} from '../../ui/theme.ts';

export type PrintStyle = {
	readonly features: Pick<TerminalFeatures, 'colorLevel' | 'unicode'>;
	readonly columns: number;
	readonly rules: CountingRules;
	/** Lists every move, too. */
	readonly moves: boolean;
	/** What is unknown is no reason to refuse. */
	readonly isForced?: boolean;
};

/** A plan as it is printed: which cluster, the bars after over the bars now, and what it means. */
export function offerText(offer: Offer, view: ClusterView, style: PrintStyle): string {
	const {features, columns, rules, moves, isForced} = style;
	const {plan} = offer;
	const glyphs = glyphsOf(features);
	const theme = createTheme(features.colorLevel);
	const facts = view.clusters.get(plan.cluster);
	const lines: Line[] = [
		[
			span(`cluster ${cleanText(plan.cluster)}`, 'title'),
			span(` ${glyphs.dot} ${facts?.groups ?? 0} groups, ${facts?.leaderless ?? 0} leaderless`),
			...(offer.drain === undefined
				? []
				: [span(` ${glyphs.dot} drain ${cleanText(offer.drain)}`, 'warning')]),
		],
		[],
		...drawPlanBars(plan, {glyphs, threshold: rules.threshold, columns}),
		[],
		...drawPlanText(offer, glyphs, columns, isForced),
		...(moves ? moveLines(offer, view, glyphs) : []),
		[],
	];
	return lines.map(line => `${paint(line, theme, glyphs.ascii).trimEnd()}\n`).join('');
}

export function glyphsOf({unicode}: Pick<TerminalFeatures, 'unicode'>): Glyphs {
	return unicode ? unicodeGlyphs : asciiGlyphs;
}

function moveLines({plan}: Offer, view: ClusterView, glyphs: Glyphs): Line[] {
	return plan.moves.flatMap((move): Line[] => {
		const group = view.groups.get(move.group);
		if (!group) {
			return [];
		}

		const name = cleanText(groupName(group, glyphs));
		const way = `${cleanText(move.from)} ${glyphs.arrow} ${cleanText(move.aim)}`;
		const open = move.to === undefined ? ' (if it so elects)' : '';
		return [
			[span(`  ${group.kind.padEnd(8)}  ${cleanText(group.account)} ${name}  ${way}${open}`)],
		];
	});
}
