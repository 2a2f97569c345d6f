import {Component, useEffect, type ReactNode} from 'react';
import {useApp, useStdout, type SuspendTerminal} from 'ink';
import {useKeys, type KeyHandlers} from './use-keys.ts';

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
