export type GatheringOptions<Question extends string> = {
	/** What each server answers. */
	readonly questions: readonly Question[];
	/** Names of the servers to wait for; undefined where none is known. */
	readonly expected: ReadonlySet<string> | undefined;
	readonly deadlineMs: number;
	/** Where no server is expected by name: how long after the last answer another server may still answer, in ms. */
	readonly quietMs: number;
	/** Ends it. */
	readonly signal: AbortSignal;
};

/**
 * The wait for the answers of servers to questions to all of them: over when all that are expected have answered all
 * questions, or at the deadline. Where none is expected by name, it is over when as many have answered as the servers
 * report that there are, or when answers cease.
 */
export class Gathering<Question extends string> {
	/** Resolves with the servers that answered everything in time. */
	readonly done: Promise<ReadonlySet<string>>;
	readonly #options: GatheringOptions<Question>;
	readonly #answered: ReadonlyMap<Question, Set<string>>;
	readonly #deadline: NodeJS.Timeout;
	#quiet: NodeJS.Timeout | undefined;
	#servers = Number.POSITIVE_INFINITY;
	#resolve: (inTime: ReadonlySet<string>) => void = () => {};

	constructor(options: GatheringOptions<Question>) {
		const {questions, deadlineMs, signal} = options;
		this.#options = options;
		this.#answered = new Map(questions.map(question => [question, new Set()]));
		this.done = new Promise(resolve => {
			this.#resolve = resolve;
		});
		this.#deadline = setTimeout(this.end, deadlineMs);
		signal.addEventListener('abort', this.end);
	}

	/** @param activeServers how many servers the answering one counts; 0 where it does not say */
	take(question: Question, server: string, activeServers = 0): void {
		this.#answered.get(question)?.add(server);
		this.#servers = activeServers > 0 ? activeServers : this.#servers;
		if (this.#isComplete()) {
			this.end();
		} else if (!this.#options.expected) {
			clearTimeout(this.#quiet);
			this.#quiet = setTimeout(this.end, this.#options.quietMs);
		}
	}

	readonly end = (): void => {
		clearTimeout(this.#deadline);
		clearTimeout(this.#quiet);
		this.#options.signal.removeEventListener('abort', this.end);
		this.#resolve(this.#inTime());
	};

	#inTime(): ReadonlySet<string> {
		const [first = new Set<string>(), ...others] = this.#answered.values();
		return new Set([...first].filter(server => others.every(names => names.has(server))));
	}

	#isComplete(): boolean {
		const {expected} = this.#options;
		const answered = [...this.#answered.values()];
		const enough = expected?.size ?? this.#servers;
		// Counting is cheap; to compare the names at each of a hundred answers is not.
		if (answered.some(({size}) => size < enough)) {
			return false;
		}

		return expected
			? [...expected].every(server => answered.every(names => names.has(server)))
			: this.#inTime().size >= this.#servers;
	}
}
