import {useApp, useInput, usePaste, useStdin, useStdout, type Key, type SuspendTerminal} from 'ink';
import {Component, useEffect, useEffectEvent, type ReactNode} from 'react';
import {functionKeys} from './escape-sequences.ts';

type TerminalRootProps = TerminalProps & ErrorBoundaryProps;

/** What surrounds a screen: the terminal features that only components get from Ink, and the handler of a failed render. */
export function TerminalRoot({onError, ...props}: TerminalRootProps) {
	return (
		<ErrorBoundary onError={onError}>
			<Terminal {...props} />
		</ErrorBoundary>
	);
}

type TerminalProps = KeyHandlers & {
	readonly onMount: (suspendTerminal: SuspendTerminal) => void;
	readonly children: ReactNode;
};

function Terminal({onMount, children, ...handlers}: TerminalProps) {
	const {suspendTerminal} = useApp();
	const {stdout} = useStdout();
	useKeys(handlers);
	useEffect(() => {
		onMount(suspendTerminal);
	}, [onMount, suspendTerminal]);
	// Without an alternate screen (GNU screen, mosh) what follows would overwrite the last row. Ink is still on it here.
	useEffect(
		() => () => {
			stdout.write('\n');
		},
		[stdout],
	);
	return children;
}

type ErrorBoundaryProps = {
	/** Gets what was thrown while rendering; nothing is drawn from then on. */
	readonly onError: (error: unknown) => void;
	readonly children: ReactNode;
};

/** Ink's own boundary would draw the error on the alternate screen, where it is lost on leaving, and exit with 0. */
class ErrorBoundary extends Component<ErrorBoundaryProps, {readonly failed: boolean}> {
	static getDerivedStateFromError(): {readonly failed: boolean} {
		return {failed: true};
	}

	override readonly state = {failed: false};

	override componentDidCatch(error: unknown): void {
		this.props.onError(error);
	}

	override render(): ReactNode {
		return this.state.failed ? null : this.props.children;
	}
}

/** One key, whatever bytes the terminal sent for it. */
export type KeyPress = {
	/**
	 * What to compare with: the character itself (`j`, `S`, `?`), or the name of a key that has none: `up`, `pagedown`,
	 * `enter`, `escape`, `space`, `f1`. Modifiers stand before it: `ctrl-c`, `meta-x`, `shift-tab`. A shifted character is
	 * just the other character.
	 */
	readonly name: string;
	/** What the key adds to a text field; empty for keys that add nothing. */
	readonly text: string;
	/** Several different characters came at once: a paste into a terminal that does not mark pastes. It must not act. */
	readonly pasted: boolean;
};

type KeyHandlers = {
	readonly onKey: (key: KeyPress) => void;
	readonly onPaste: (text: string) => void;
};

/** Characters of a paste that are kept: a text field wants a name, and someone may paste a log file. */
const pasteLimit = 4096;

/** Has keys and pastes delivered, one by one, while the component is mounted. */
function useKeys({onKey, onPaste}: KeyHandlers): void {
	useInput((input, key) => {
		for (const press of keysOf(input, key)) {
			onKey(press);
		}
	});
	usePaste(text => {
		onPaste(text.slice(0, pasteLimit));
	});
	useFunctionKeys(onKey);
}

/** The keys of one input of Ink: keys that were typed ahead come as one text. */
function keysOf(input: string, key: Key): readonly KeyPress[] {
	const special = specialKeys.find(([flag]) => key[flag]);
	if (special) {
		const modifiers = `${key.ctrl ? 'ctrl-' : ''}${key.meta && special[1] !== 'escape' ? 'meta-' : ''}${key.shift ? 'shift-' : ''}`;
		return [{name: modifiers + special[1], text: '', pasted: false}];
	}

	if (key.ctrl || key.meta) {
		const name = input === ' ' ? 'space' : input;
		const modifiers = `${key.ctrl ? 'ctrl-' : ''}${key.meta ? 'meta-' : ''}`;
		return name === '' ? [] : [{name: modifiers + name, text: '', pasted: false}];
	}

	const characters = Array.from(graphemes.segment(input), ({segment}) => segment);
	const pasted = new Set(characters).size > 1;
	return characters.flatMap(character => {
		const name = controlKeys.get(character);
		if (name !== undefined) {
			return [{name, text: name === 'space' ? ' ' : '', pasted}];
		}

		// What is left of the control characters comes from no keyboard.
		return /^\p{Cc}/u.test(character) ? [] : [{name: character, text: character, pasted}];
	});
}

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

const specialKeys = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'pageup'],
	['pageDown', 'pagedown'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['escape', 'escape'],
	['tab', 'tab'],
	['backspace', 'backspace'],
	['delete', 'delete'],
] as const satisfies ReadonlyArray<readonly [keyof Key, string]>;

/** Enter and tab within keys that were typed ahead come as characters. */
const controlKeys: ReadonlyMap<string, string> = new Map([
	['\r', 'enter'],
	['\n', 'enter'],
	['\r\n', 'enter'],
	['\t', 'tab'],
	[' ', 'space'],
	['\u001C', 'ctrl-\\'],
]);

/** Ink's `Key` has no field for F1 and F5: their sequences are taken where Ink hands them on. */
function useFunctionKeys(onKey: (key: KeyPress) => void): void {
	const emitter: unknown = Reflect.get(useStdin(), 'internal_eventEmitter');
	const take = useEffectEvent((sequence: unknown) => {
		const name = typeof sequence === 'string' ? functionKeys.get(sequence) : undefined;
		if (name !== undefined) {
			onKey({name, text: '', pasted: false});
		}
	});
	useEffect(() => {
		if (!isEmitter(emitter)) {
			return;
		}

		const listener = (sequence: unknown) => {
			take(sequence);
		};
		emitter.on('input', listener);
		return () => {
			emitter.removeListener('input', listener);
		};
	}, [emitter]);
}

type Emitter = Record<
	'on' | 'removeListener',
	(name: string, listener: (input: unknown) => void) => void
>;

function isEmitter(value: unknown): value is Emitter {
	return typeof value === 'object' && value !== null && 'on' in value && 'removeListener' in value;
}
