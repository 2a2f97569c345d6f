import {noAudit} from '../../executor/audit-sink.ts';
import {openAudit} from '../../executor/open-audit.ts';
import type {RunEvent} from '../../executor/run-event.ts';
import {exitCode, type CommandContext} from '../cli/command.ts';
import {endedBySignal} from '../cli/ended-by-signal.ts';
import {keepOptions} from '../flags/keep-flags.ts';
import {beginWatching} from '../look/look-once.ts';
import {openCluster} from '../look/open-cluster.ts';
import {claimOf} from './claim-of.ts';
import {findTarget} from './find-target.ts';
import {keepEven, type KeepEvent} from './keep-even.ts';
import {progressJson} from './show-progress.ts';

/**
 * `balance --keep`: stays, and keeps the cluster even, telling what it does in lines of JSON on stdout.
 * @returns the exit code: 0 when a signal ended it
 */
export async function runKeepCommand(context: CommandContext): Promise<number> {
	const {flags, stdout} = context;
	const options = keepOptions(flags);
	const cluster = await openCluster(context);
	const ending = endedBySignal();
	const tell = (line: Readonly<Record<string, unknown>>) => {
		stdout.write(`${JSON.stringify({at: new Date().toISOString(), ...line})}\n`);
	};
	try {
		const {view, unwatch} = await beginWatching(cluster, {signal: ending.signal});
		const name = findTarget(view, {type: 'balance'}, options);
		const claim = await claimOf(cluster, name, 'keep')?.(ending.signal);
		if (claim?.type === 'refused') {
			tell({event: 'refused', reason: claim.reason});
			return exitCode.notReached;
		}

		const audit =
			cluster.origin.type === 'nats'
				? await openAudit({file: options.auditFile, identity: cluster.origin.label})
				: undefined;
		try {
			tell({
				event: 'keeping',
				cluster: name,
				audit: audit?.file ?? null,
				warnings: claim?.warnings ?? [],
			});
			await keepEven({
				cluster,
				view,
				plan: {
					cluster: name,
					goal: options.goal,
					tolerance: options.tolerance,
					scope: {accounts: options.accounts},
					cordon: options.cordon,
					rules: options.rules,
				},
				pace: options,
				maxPerHour: options.maxPerHour,
				restMs: options.restMs,
				audit: audit ?? noAudit,
				signal: claim ? AbortSignal.any([ending.signal, claim.lost]) : ending.signal,
				listener(event) {
					tell(keepJson(event));
				},
			});
			const isLost = claim?.lost.aborted === true;
			tell({event: 'ended', reason: isLost ? String(claim.lost.reason) : 'ended by a signal'});
			return isLost ? exitCode.notReached : exitCode.ok;
		} finally {
			unwatch();
			await claim?.release();
			await audit?.close();
		}
	} finally {
		ending.release();
		await cluster.close();
	}
}

function keepJson(event: KeepEvent | RunEvent): Record<string, unknown> {
	switch (event.type) {
		case 'keep-waiting':
			return {event: 'waiting', reason: event.reason};
		case 'keep-acting':
			return {event: 'acting', needed: event.needed, allowed: event.allowed};
		default:
			return progressJson(event);
	}
}
