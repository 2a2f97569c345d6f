import type {Terminal} from '@xterm/headless';
import {svgDocument} from './screen-to-svg.ts';

/** What a terminal showed, as elements of SVG, and for how long. */
export type Frame = {readonly elements: readonly string[]; readonly showMs: number};

export type AnimationOptions = {
	readonly title: string;
	/** More frames than these are thinned out, the shortest first. */
	readonly mostFrames: number;
	/** UTF-16 units; frames are left out until the picture fits. */
	readonly mostText: number;
};

/**
 * The frames as one SVG picture that goes through them again and again. An element that several frames share is in it
 * once. Where nothing moves (another viewer, reduced motion) it shows the last frame.
 */
export function framesToSvg(
	size: Pick<Terminal, 'cols' | 'rows'>,
	frames: readonly Frame[],
	{title, mostFrames, mostText}: AnimationOptions,
): string {
	for (let count = mostFrames; count > 1; count--) {
		const svg = animated(size, thinned(frames, count), title);
		if (svg.length <= mostText) {
			return svg;
		}
	}

	throw new Error(`two frames of ${size.cols}x${size.rows} need more than ${mostText} characters`);
}

/** The time of a frame that is left out is added to that of the one before. */
function thinned(frames: readonly Frame[], most: number): readonly Frame[] {
	const kept = [...frames];
	while (kept.length > most) {
		// The first and the last one stay.
		const inner = kept.slice(1, -1);
		const shortest =
			1 + inner.findIndex(({showMs}) => showMs === Math.min(...inner.map(frame => frame.showMs)));
		const [before, out] = [kept[shortest - 1], kept[shortest]];
		if (before && out) {
			kept.splice(shortest - 1, 2, {...before, showMs: before.showMs + out.showMs});
		}
	}

	return kept;
}

function animated(
	size: Pick<Terminal, 'cols' | 'rows'>,
	frames: readonly Frame[],
	title: string,
): string {
	const totalMs = frames.reduce((sum, {showMs}) => sum + showMs, 0);
	const shown = new Map<string, number[]>();
	for (const [index, {elements}] of frames.entries()) {
		for (const element of new Set(elements)) {
			shown.set(element, [...(shown.get(element) ?? []), index]);
		}
	}

	/** By the frames in which its elements are shown. */
	const classes = new Map<string, string>();
	const style = ['@media (prefers-reduced-motion){*{animation:none!important}}'];
	const drawn = Array.from(shown, ([element, within]) => {
		if (within.length === frames.length) {
			return element;
		}

		const known = classes.get(within.join(' '));
		const name = known ?? `f${classes.size}`;
		if (known === undefined) {
			classes.set(within.join(' '), name);
			style.push(...rulesOf(name, within, frames, totalMs));
		}

		return element.replace(/^<(\w+)/, `<$1 class="${name}"`);
	});
	// What is behind a text comes before it.
	const isText = (element: string) => Number(element.startsWith('<text'));
	return svgDocument(
		size,
		drawn.sort((a, b) => isText(a) - isText(b)),
		{title, style: style.join('')},
	);
}

function rulesOf(
	name: string,
	within: readonly number[],
	frames: readonly Frame[],
	totalMs: number,
): string[] {
	const isWithin = new Set(within);
	const steps: string[] = [];
	let beganMs = 0;
	for (const [index, {showMs}] of frames.entries()) {
		if (index === 0 || isWithin.has(index) !== isWithin.has(index - 1)) {
			const percent = Number(((beganMs / totalMs) * 100).toFixed(2));
			steps.push(`${percent}%{visibility:${isWithin.has(index) ? 'visible' : 'hidden'}}`);
		}

		beganMs += showMs;
	}

	const otherwise = isWithin.has(frames.length - 1) ? '' : 'visibility:hidden;';
	return [
		`.${name}{${otherwise}animation:${name} ${totalMs}ms step-end infinite}`,
		`@keyframes ${name}{${steps.join('')}}`,
	];
}
