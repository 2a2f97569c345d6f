import {balanceShortfall} from './balance-shortfall.ts';
import {runToGoal, type GoalOptions, type GoalRun} from './run-to-goal.ts';

/**
 * Makes one cluster as even as its replica sets allow, and plans again on whatever goes otherwise on the way.
 * Each leader's server decides whether it can be told who follows; where it cannot, few are sent at a time and looked at.
 */
export async function runBalance(options: GoalOptions): Promise<GoalRun> {
	return runToGoal(options, {
		name: 'balanced',
		isWorthAnother: async () => false,
		shortfall: balanceShortfall,
	});
}
