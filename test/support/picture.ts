import type {LeaderCounts} from '../../source/domain/distribution.ts';

/** The longest bar of a picture, in blocks. */
const widest = 12;

/**
 * Leaders per server as bars, in the order given: `n1 ████████████ 12`.
 * One block is one leader until the fullest server has more than twelve; then the bars shrink in proportion.
 */
export function bars(leaders: Readonly<Record<string, number>>): string {
	const scale = Math.max(1, Math.max(...Object.values(leaders), 0) / widest);
	return Object.entries(leaders)
		.map(([server, count]) => {
			const blocks = count === 0 ? 0 : Math.max(1, Math.round(count / scale));
			return [server, '█'.repeat(blocks), count].filter(part => part !== '').join(' ');
		})
		.join('\n');
}

/** The bars of what each server leads by election, servers in the order of their names. */
export function barsOf({
	servers,
	counts,
}: {
	readonly servers: ReadonlyMap<string, unknown>;
	readonly counts: ReadonlyMap<string, LeaderCounts>;
}): string {
	const names = [...servers.keys()].sort();
	return bars(Object.fromEntries(names.map(name => [name, leadersOf(counts.get(name))])));
}

/** Takes the indentation off a picture that a test holds in a template string. */
export function picture([text = '']: TemplateStringsArray): string {
	return text
		.split('\n')
		.map(line => line.trim())
		.filter(line => line !== '')
		.join('\n');
}

function leadersOf(counts: LeaderCounts | undefined): number {
	return counts ? counts.streams + counts.consumers : 0;
}
