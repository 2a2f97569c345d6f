export type Question = 'JSZ' | 'STATSZ';

/** How long after the last answer of a first round somebody else may still answer, in ms. */
const quietMs = 500;

/**
 * The wait for the answers to one round: over when all that are expected have answered all questions, or at the
 * deadline. In a first round nobody is expected by name; then it is over when as many have answered as the servers
 * themselves say that there are, or when no more answers come.
 */
export class Gathering {
	readonly done: Promise<void>;
	readonly #expected: ReadonlySet<string> | undefined;
	readonly #answered: ReadonlyMap<Question, Set<string>>;
	readonly #deadline: NodeJS.Timeout;
	#quiet: NodeJS.Timeout | undefined;
	#servers = Number.POSITIVE_INFINITY;
	#end = () => {};

	/** @param expected names of servers; undefined for a first round */
	constructor(
		questions: readonly Question[],
		expected: ReadonlySet<string> | undefined,
		deadlineMs: number,
	) {
		this.#expected = expected;
		this.#answered = new Map(questions.map(question => [question, new Set<string>()]));
		this.done = new Promise(resolve => {
			this.#end = resolve;
		});
		this.#deadline = setTimeout(() => {
			this.end();
		}, deadlineMs);
	}

	/** @param activeServers how many servers the answering one counts */
	take(question: Question, server: string, activeServers = 0): void {
		this.#answered.get(question)?.add(server);
		if (activeServers > 0) {
			this.#servers = activeServers;
		}

		if (this.#isComplete()) {
			this.end();
		} else if (!this.#expected) {
			clearTimeout(this.#quiet);
			this.#quiet = setTimeout(() => {
				this.end();
			}, quietMs);
		}
	}

	/** Servers that answered everything in time. */
	answered(): ReadonlySet<string> {
		const [first = new Set<string>(), ...others] = this.#answered.values();
		return new Set([...first].filter(server => others.every(names => names.has(server))));
	}

	end(): void {
		clearTimeout(this.#deadline);
		clearTimeout(this.#quiet);
		this.#end();
	}

	#isComplete(): boolean {
		const answered = [...this.#answered.values()];
		const enough = this.#expected?.size ?? this.#servers;
		if (answered.some(({size}) => size < enough)) {
			return false;
		}

		return this.#expected
			? [...this.#expected].every(server => answered.every(names => names.has(server)))
			: this.answered().size >= this.#servers;
	}
}
