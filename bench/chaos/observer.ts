import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import process from 'node:process';
import type {NatsConnection} from 'nats';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {plainCounts} from '../../test/nats/plain-counts.ts';

export type ObserverParts = {
	readonly local: LocalCluster;
	readonly cli: string;
	readonly audit: string;
	readonly accounts: readonly string[];
	readonly fault: (text: string) => void;
};

type ServerJson = {
	readonly name: string;
	readonly state: string;
	readonly streamLeaders: number;
	readonly consumerLeaders: number;
	readonly r1: number;
};

type ReportJson = {
	readonly complete: boolean;
	readonly missing: readonly string[];
	readonly unreadable: unknown;
	readonly clusters: readonly {readonly servers: readonly ServerJson[]}[];
};

type MoveJson = {
	readonly account: string;
	readonly stream: string;
	readonly consumer: string | null;
	readonly elected: string | null;
	readonly result: string;
};

type RunJson = {readonly outcome: string; readonly moves: readonly MoveJson[]};

type Run = {readonly exitCode: number | null; readonly stdout: string; readonly stderr: string};

/** Compares what the built CLI says with the wire, read by a few plain requests and subscriptions of its own. */
export class Observer {
	/** Flags with which the CLI watches and may act. */
	readonly watching: readonly string[];
	readonly #parts: ObserverParts;
	/** One to each server, and to no other: what a paused server does not pass on, another does. */
	readonly #connections: ReadonlyMap<string, NatsConnection>;
	/** Every election heard on the wire: `account stream consumer leader`. */
	#elections = new Set<string>();
	/** What takes the questions of the independent count: not the server that is disturbed. */
	#disturbed = '';
	#looks = 0;
	#complete = 0;
	#stepDowns = 0;

	private constructor(parts: ObserverParts, connections: ReadonlyMap<string, NatsConnection>) {
		this.#parts = parts;
		this.#connections = connections;
		const {local, accounts} = parts;
		this.watching = [
			'--server',
			local.systemUrl,
			...accounts.flatMap(name => ['--act-as', `${name}=${local.url(name)}`]),
		];
		for (const connection of connections.values()) {
			for (const subject of ['STREAM', 'CONSUMER']) {
				connection.subscribe(`$JS.EVENT.ADVISORY.${subject}.LEADER_ELECTED.>`, {
					callback: (_error, message) => {
						const {account, stream, consumer, leader} = message.json<Record<string, string>>();
						this.#elections.add([account, stream, consumer ?? '', leader].join(' '));
					},
				});
			}
		}
	}

	static async open(parts: ObserverParts): Promise<Observer> {
		const {local} = parts;
		const connections = new Map<string, NatsConnection>();
		for (const {name, port} of local.servers) {
			const only = {servers: `127.0.0.1:${port}`, ignoreClusterUpdates: true};
			connections.set(name, await local.connect('SYS', only));
		}

		return new Observer(parts, connections);
	}

	/** @param server which one is being disturbed from now on */
	disturbing(server: string): void {
		this.#disturbed = server;
	}

	/** All servers are up and agree: the report has to be complete and right. */
	async compareAtRest(when: string): Promise<void> {
		for (let left = 5; ; left--) {
			const {report, isRight, isSteady} = await this.#compare(when);
			if (report?.complete === true && isSteady) {
				return;
			}

			if (left === 0) {
				this.#parts.fault(
					isSteady && !isRight
						? `${when}: the report is not complete: ${JSON.stringify(report?.missing)}`
						: `${when}: no steady complete report in six; the last one misses ${JSON.stringify(report?.missing)}, ${JSON.stringify(report?.unreadable)}`,
				);
				return;
			}
		}
	}

	/** Something is going on: a report may be incomplete; where it says that it is complete it has to be right. */
	async compareWhile(when: string): Promise<void> {
		await this.#compare(when);
	}

	/** Runs `balance` or `drain`, and holds what it says of each step-down against the elections on the wire. */
	async act(command: 'balance' | 'drain', server: string, when: string): Promise<void> {
		this.#elections = new Set();
		const {exitCode, stdout, stderr} = await this.#run([
			...(command === 'drain' ? ['drain', server] : ['balance']),
			'--yes',
			'--json',
			'--progress',
			'none',
			'--audit',
			this.#parts.audit,
			...this.watching,
		]);
		const result = parsed(stdout) as RunJson | undefined;
		if (!result) {
			if (exitCode === 0 || stderr.trim() === '' || /\n\s+at /.test(stderr)) {
				this.#parts.fault(`${when}: ${command} ended with ${exitCode} and said ${stderr.trim()}`);
			}

			return;
		}

		if (exitCode === 0 && !['balanced', 'drained'].includes(result.outcome)) {
			this.#parts.fault(`${when}: ${command} ended with 0 and ${result.outcome}`);
		}

		for (const {account, stream, consumer, elected, result: end} of result.moves) {
			if (elected !== null && ['as-wanted', 'elsewhere'].includes(end)) {
				this.#stepDowns++;
				const election = [account, stream, consumer ?? '', elected].join(' ');
				if (!this.#elections.has(election)) {
					this.#parts.fault(`${when}: ${command} says ${end} of ${election}, not on the wire`);
				}
			}
		}
	}

	/** Every line of the audit file is whole, and every request has its result. */
	async checkAudit(): Promise<void> {
		const open = new Map<string, number>();
		const text = await readFile(this.#parts.audit, 'utf8').catch(() => '');
		for (const line of text.split('\n').filter(each => each !== '')) {
			const entry = parsed(line) as Record<string, string> | undefined;
			if (!entry) {
				this.#parts.fault(`the audit file has a line that is no JSON: ${line.slice(0, 80)}`);
				continue;
			}

			const {event, run, account, stream, consumer} = entry;
			const key = [run, account, stream, consumer].join(' ');
			if (event === 'request' || event === 'result') {
				open.set(key, (open.get(key) ?? 0) + (event === 'request' ? 1 : -1));
			}
		}

		const unended = [...open].filter(([, count]) => count !== 0);
		if (unended.length > 0) {
			this.#parts.fault(`${unended.length} requests of the audit file have no result`);
		}
	}

	/** The recording of the whole time ends with what is there now. */
	async checkReplay(file: string): Promise<void> {
		const {exitCode, stderr} = await this.#run(['replay', file, '--json']);
		if (exitCode !== 0) {
			this.#parts.fault(`the recording cannot be replayed: ${exitCode} ${stderr.trim()}`);
		}
	}

	totals() {
		return {looks: this.#looks, complete: this.#complete, stepDowns: this.#stepDowns};
	}

	async close(): Promise<void> {
		await Promise.all([...this.#connections.values()].map(async each => each.close()));
	}

	/** One report between two counts of its own; where the counts agree and the report is complete, all three have to. */
	async #compare(when: string) {
		const before = await this.#count();
		const {exitCode, stdout, stderr} = await this.#run(['report', '--json', ...this.watching]);
		const after = await this.#count();
		const report = parsed(stdout) as ReportJson | undefined;
		this.#looks++;
		if (!report) {
			if (exitCode !== 3 || stderr.trim() === '' || /\n\s+at /.test(stderr)) {
				this.#parts.fault(`${when}: no report, exit ${exitCode}, and said: ${stderr.trim()}`);
			}

			return {report, isRight: false, isSteady: false};
		}

		if ((exitCode === 0) !== report.complete) {
			this.#parts.fault(`${when}: exit ${exitCode} of a report with complete ${report.complete}`);
		}

		const seen = leadersOf(report);
		const isSteady = before === after;
		const isRight = seen === after;
		if (report.complete) {
			this.#complete++;
			if (isSteady && !isRight) {
				this.#parts.fault(`${when}: complete, but\n  reported ${seen}\n  counted  ${after}`);
			}

			const running = this.#parts.local.servers.filter(each => each.running).length;
			const up = report.clusters.flatMap(each => each.servers).length;
			if (up < running) {
				this.#parts.fault(`${when}: complete, but ${up} of ${running} servers are in it`);
			}
		}

		return {report, isRight, isSteady};
	}

	/** Leaders of each server that answers, in words. */
	async #count(): Promise<string> {
		const running = this.#parts.local.servers.filter(({running: runs}) => runs).length;
		const [system] = [...this.#connections].flatMap(([name, connection]) =>
			name === this.#disturbed ? [] : [connection],
		);
		const counts = system ? await plainCounts(system, running) : new Map();
		return words(
			[...counts].map(([name, {streams, consumers, r1}]) => [name, streams, consumers, r1]),
		);
	}

	async #run(args: readonly string[]): Promise<Run> {
		return new Promise(resolve => {
			execFile(
				process.execPath,
				[this.#parts.cli, ...args],
				{maxBuffer: 1 << 26, timeout: 120_000},
				(error, stdout, stderr) => {
					const code = error ? (typeof error.code === 'number' ? error.code : null) : 0;
					resolve({exitCode: code, stdout, stderr});
				},
			);
		});
	}
}

function leadersOf({clusters}: ReportJson): string {
	return words(
		clusters
			.flatMap(({servers}) => servers)
			.map(({name, streamLeaders, consumerLeaders, r1}) => [
				name,
				streamLeaders,
				consumerLeaders,
				r1,
			]),
	);
}

/** Servers that lead nothing are left out: one that is down is in one list and not in the other. */
function words(counts: readonly (readonly [string, number, number, number])[]): string {
	return counts
		.filter(([, ...leaders]) => leaders.some(count => count > 0))
		.map(([name, streams, consumers, r1]) => `${name} ${streams}+${consumers}+${r1}`)
		.sort()
		.join(', ');
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
