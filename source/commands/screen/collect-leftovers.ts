import type {ClusterView} from '../../state/cluster-view.ts';

/** Looked at so often, in ms. */
const tickMs = 1000;

/** With fewer groups there is little to collect. */
const many = 5000;

/**
 * Has the garbage collected that reading all inventories leaves behind, some seconds after the last one. V8 would let it
 * lie until there is twice as much: a third of the memory that 100,000 groups take.
 * @returns the way to end it
 */
export function collectLeftovers(
	view: Pick<ClusterView, 'missing' | 'groups'>,
	collect: () => void = askForCollection,
): () => void {
	let wasComplete = true;
	let isDone = true;
	const timer = setInterval(() => {
		const isComplete = view.missing.length === 0 && view.groups.size > many;
		if (!isComplete) {
			isDone = false;
		} else if (wasComplete && !isDone) {
			isDone = true;
			collect();
		}

		wasComplete = isComplete;
	}, tickMs);
	timer.unref();
	return () => {
		clearInterval(timer);
	};
}

/** From here on V8 begins to collect, in steps, because of memory outside of its heap (64 MiB, `kExternalAllocationSoftLimit`). */
const noticedBytes = 80 * 1024 * 1024;

/** Takes no room: what is never written is never given to a process. */
function askForCollection(): void {
	void new ArrayBuffer(noticedBytes);
}
