import {Component, type ReactNode} from 'react';

export type ErrorBoundaryProps = {
	/** Told of what was thrown while rendering; nothing is drawn from then on. */
	readonly onError: (error: unknown) => void;
	readonly children: ReactNode;
};

/** Ink's own boundary would draw the error on the alternate screen, where it is lost on leaving, and exit with 0. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, {readonly failed: boolean}> {
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
