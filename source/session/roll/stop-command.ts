import type {RollEvent} from '../../domain/roll/roll.ts';
import type {Server} from '../../domain/server.ts';
import type {AuditSink} from '../../executor/audit.ts';
import type {Clock} from '../../time/clock.ts';
import {messageOf} from '../errors.ts';

/** Stops a server, and starts it where nothing else does. Resolves with why it failed; undefined when it did not. */
export type RunCommand = (
	server: Server,
	onOutput: (text: string) => void,
	signal: AbortSignal,
) => Promise<string | undefined>;

/** What stops a server, while it runs and after it. */
export type StopCommand = {
	readonly isRunning: () => boolean;
	/** Why it failed; undefined while it runs, and when it did not. */
	readonly failure: () => string | undefined;
	/** Never rejects. */
	readonly ended: Promise<void>;
};

type CommandParts = {
	readonly runId: string;
	readonly audit: AuditSink;
	readonly stop: AbortSignal;
	readonly listener: (event: RollEvent) => void;
	readonly clock: Clock;
};

/**
 * Has a server stopped, and records it.
 * @throws AuditError when it cannot be recorded: nothing has been run then
 */
export async function startCommand(
	run: RunCommand,
	server: Server,
	{runId, audit, stop, listener, clock}: CommandParts,
): Promise<StopCommand> {
	const {name} = server;
	let isRunning = true;
	let failure: string | undefined;
	await record(undefined);
	const startedAt = clock.now();
	listener({type: 'command-started', at: startedAt, server: name});
	return {isRunning: () => isRunning, failure: () => failure, ended: untilEnd()};

	async function untilEnd(): Promise<void> {
		try {
			failure = await run(server, onOutput, stop);
			const ms = Math.round(clock.now() - startedAt);
			listener({type: 'command-ended', at: clock.now(), server: name, ms, failure});
			await record({ms, reason: failure});
		} catch (error) {
			failure = messageOf(error);
		} finally {
			isRunning = false;
		}
	}

	function onOutput(text: string): void {
		listener({type: 'command-output', at: clock.now(), server: name, text});
	}

	/** The trail has who was stopped, and how the command ended; the command itself may hold a secret. */
	async function record(
		end: {readonly ms: number; readonly reason: string | undefined} | undefined,
	): Promise<void> {
		const {cluster, domain} = server;
		const noGroup = {account: undefined, stream: undefined, consumer: undefined};
		await audit.record({
			at: clock.now(),
			runId,
			move: {from: name, to: undefined},
			group: {kind: 'server', cluster, domain, ...noGroup},
			end: end && {
				result: end.reason === undefined ? 'as-wanted' : 'refused',
				elected: undefined,
				electionMs: end.ms,
				reason: end.reason,
			},
		});
	}
}
