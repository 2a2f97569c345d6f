import {checkCodes} from '../domain/check/check.ts';
import type {Command} from './cli/command.ts';
import {checkFlags} from './flags/check-flags.ts';
import {connectionFlags} from './flags/connection-flags.ts';

export const check: Command = {
	name: 'check',
	arguments: [],
	summary:
		'whether all is well, for monitoring and runbooks: exit 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN',
	flags: {...checkFlags, ...connectionFlags},
	// 2 would say that the cluster is in trouble.
	usageCode: checkCodes.UNKNOWN,
	async run(context) {
		const {runCheck} = await import('./check/run-check.ts');
		return runCheck(context);
	},
};
