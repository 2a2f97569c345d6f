import type {Plan} from '../../domain/plan/plan.ts';
import {shellQuote} from '../../domain/shell-quote.ts';

/** Servers that a plan gives leaders, by how many more than they have now. */
export function gainsOf({before, after}: Pick<Plan, 'before' | 'after'>): Record<string, number> {
	const then = new Map(after.shares.map(({server, leaders}) => [server.name, leaders]));
	return Object.fromEntries(
		before.shares.flatMap(({server: {name}, leaders}) => {
			const gain = (then.get(name) ?? leaders) - leaders;
			return gain > 0 ? [[name, gain]] : [];
		}),
	);
}

/** For who has drained a server: it looks like one that has lost its leaders in a restart. */
export function refillWarnings(plan: Pick<Plan, 'before' | 'after'>): string[] {
	const gains = gainsOf(plan);
	return plan.before.shares.flatMap(({server: {name}, leaders}) =>
		leaders === 0 && Object.hasOwn(gains, name)
			? [
					`${name} leads nothing and will be given leaders: --cordon ${shellQuote(name)} keeps it empty`,
				]
			: [],
	);
}
