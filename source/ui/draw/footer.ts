import {momentForms} from '../../domain/moment-of.ts';
import {planEffect} from '../act/plan-effect.ts';
import {canBeDone} from '../act/question.ts';
import type {Glyphs} from '../glyphs.ts';
import type {KeyMode} from '../key-binding.ts';
import {keyCaption} from '../key-caption.ts';
import {keySectionsFor, type BoundKey} from '../keys.ts';
import type {Scene} from '../scene/scene.ts';
import {keyModeOf, type ScreenState} from '../screen-state.ts';
import {fitParts, type Part} from '../text/fit-parts.ts';
import {fitLine, span, type Line} from '../text/line.ts';
import {rememberRows} from '../text/remember-rows.ts';

/** The last line: an answer to the last key, or the keys that matter where the operator is. */
export function drawFooter(state: ScreenState, scene: Scene): Line {
	const {glyphs, layout} = scene;
	const {columns} = layout;
	if (state.notice) {
		return fitLine([span(state.notice.text, state.notice.tone)], columns, glyphs.ellipsis);
	}

	if (state.front.type === 'time') {
		return fitLine(timeLine(state.front.text), columns, glyphs.ellipsis);
	}

	const mode = keyModeOf(state.front);
	if (mode === 'lists') {
		return drawListKeys(scene);
	}

	const parts =
		mode === 'time'
			? []
			: isNothingToDo(state, scene)
				? nothingToDo
				: otherParts[mode](glyphs, scene.acting.type === 'locked');
	return fitLine(fitParts(parts, columns, 2), columns);
}

function isNothingToDo({front}: ScreenState, {offer, drained}: Scene): boolean {
	if (front.type === 'question') {
		return !canBeDone(front.question);
	}

	const answer = front.type === 'plan' ? offer?.(front.wish) : undefined;
	return answer?.type === 'ready' && planEffect(answer.offer, drained) === 'nothing';
}

function timeLine(text: string): Line {
	return [
		span('Go to: '),
		span(text, 'strong'),
		span('_', 'badge'),
		span(`  ${momentForms}`, 'muted'),
	];
}

/** The keys stay the same from one picture to the next. */
function drawListKeys({acting, work, replay, glyphs, layout}: Scene): Line {
	const {columns, size} = layout;
	const can: ListKeys = {
		locked: acting.type === 'locked',
		running: work !== undefined && work.phase !== 'ended',
		replay: replay !== undefined,
		tiny: size === 'tiny',
	};
	return lineOf(glyphs, `${columns} ${Object.values(can).join(' ')}`, () =>
		fitLine(fitParts(listParts(can, glyphs), columns, 2), columns),
	);
}

const lineOf = rememberRows();

type ListKeys = Readonly<Record<'locked' | 'running' | 'replay' | 'tiny', boolean>>;

function listParts({locked, running, replay, tiny}: ListKeys, glyphs: Glyphs): readonly Part[] {
	const sections = keySectionsFor(replay ? 'recording' : 'live');
	// Nobody expects to act in a recording.
	const bindings = [replay ? 'Replay' : 'Act', 'Look', 'Move', 'Program']
		.flatMap(title => sections.find(section => section.title === title)?.keys ?? [])
		.filter(({label, action}) => label !== undefined && (action !== 'stop-run' || running))
		.filter(({action}) => !tiny || action === 'help' || action === 'quit');
	return bindings.map(binding => hint(binding, locked && binding.acts === true, glyphs));
}

function hint({keys, label = '', rank = 99}: BoundKey, locked: boolean, glyphs: Glyphs): Part {
	const key = keyCaption(keys[0] ?? '', glyphs);
	return locked
		? [{rank, line: [span(`${key} ${label} (locked)`, 'locked')]}]
		: [{rank, line: [span(key, 'key'), span(` ${label}`)]}];
}

type Hints = (glyphs: Glyphs, locked: boolean) => readonly Part[];

const otherParts: Readonly<Record<Exclude<KeyMode, 'lists' | 'time'>, Hints>> = {
	reader: ({up, down}) => [part(`${up}${down}`, 'scroll', 2), part('Esc', 'close', 1)],
	filter: () => [
		part('Enter', 'keep it', 1),
		part('Esc', 'as before', 2),
		part('Ctrl-U', 'empty it', 3),
		[{rank: 4, line: [span('words that must occur, !word must not', 'muted')]}],
	],
	question: ({up, down}) => [
		part('y', 'yes', 1),
		part('n', 'no (Enter too)', 2),
		part(`${up}${down}`, 'scroll', 3),
	],
	plan: ({up, down}) => [
		part('y', 'run it (Enter too)', 1),
		part('n', 'no (Esc too)', 2),
		part('l s a t p', 'adjust', 3),
		part(`${up}${down}`, 'scroll', 4),
	],
	accounts: ({up, down}) => [
		part('Enter', 'its groups', 1),
		part('Esc', 'back', 2),
		part('s', 'sort', 3),
		part(`${up}${down}`, 'choose', 4),
	],
	upgrade: ({up, down}, locked) => [
		part('Enter', 'follow, or not', 1),
		...(locked ? [] : [part('D', 'drain', 3), part('B', 'balance', 4), part('M', 'meta', 6)]),
		part('Esc', 'back', 2),
		part(`${up}${down}`, 'choose', 5),
	],
	choice: ({up, down}) => [
		part(`${up}${down}`, 'choose', 3),
		part('Enter', 'take it', 1),
		part('Esc', 'back', 2),
	],
};

const nothingToDo: readonly Part[] = [part('Enter', 'close', 1)];

function part(key: string, label: string, rank: number): Part {
	return [{rank, line: [span(key, 'key'), span(` ${label}`)]}];
}
