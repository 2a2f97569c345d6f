import type {GroupIdentity} from '../../domain/raft-group.ts';
import {shellQuote} from './shell-quote.ts';

/** The step-down of a group as the `nats` command line does it, in a context of the group's account. */
export function stepDownCommand(
	{stream, consumer}: Pick<GroupIdentity, 'stream' | 'consumer'>,
	preferred: string | undefined,
): string {
	const kind = consumer === undefined ? 'stream' : 'consumer';
	const names = consumer === undefined ? [stream] : [stream, consumer];
	const options = preferred === undefined ? [] : ['--preferred', shellQuote(preferred)];
	// A name that looks like an option has to come after the end of the options.
	const end = names.some(name => name.startsWith('-')) ? ['--'] : [];
	const words =
		end.length > 0
			? [...options, ...end, ...names.map(shellQuote)]
			: [...names.map(shellQuote), ...options];
	return ['nats', kind, 'cluster', 'step-down', ...words].join(' ');
}

/** The step-down of the meta leader, in a context of the system account. */
export const metaStepDownCommand = 'nats server cluster step-down';
