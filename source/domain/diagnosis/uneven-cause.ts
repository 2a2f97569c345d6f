import {formatRatio} from '../format.ts';
import {formatDuration} from '../time.ts';
import {shortList} from '../words.ts';

/**
 * Why leaders are not even, as far as it was seen.
 * - `started`: its leaders moved away while it was down, and few have come back
 * - `stayed-up`: it kept running while the others restarted, and their leaders moved to it
 * - `started-last`: it was the last to start, and leads the most nevertheless
 * - `few-replicas`: too few groups have a replica on it
 * - `replica-sets`: the replica sets as a whole allow no even distribution
 * - `one-replica`: what it has too much cannot move
 * - `stuck`: no follower could take over what it has too much
 * - `drained`: it was emptied on purpose
 * - `wins-elections`: it wins more elections than chance explains
 */
export type UnevenCause =
	| {
			readonly type: 'started';
			readonly server: string;
			/** Epoch in ms. */
			readonly at: number;
			/** It was there before: that was seen, or groups with a replica on it are older than its start. */
			readonly again: boolean;
			/** Others were restarted not long before. */
			readonly last: boolean;
			readonly leaders: number;
	  }
	| {
			readonly type: 'stayed-up';
			readonly server: string;
			readonly at: number;
			readonly othersAt: number;
			readonly leaders: number;
	  }
	| {
			readonly type: 'started-last';
			readonly server: string;
			readonly at: number;
			readonly leaders: number;
	  }
	| {
			readonly type: 'few-replicas';
			readonly server: string;
			readonly hosted: number;
			/** Its start, where it is the youngest by far. */
			readonly at: number | undefined;
			/** The ratio that step-downs alone would reach, where that is not even. */
			readonly best: number | undefined;
	  }
	| {readonly type: 'replica-sets'; readonly best: number}
	| {readonly type: 'one-replica'; readonly server: string; readonly groups: number}
	| {readonly type: 'stuck'; readonly server: string; readonly groups: number}
	| {readonly type: 'drained'; readonly server: string; readonly by?: string | undefined}
	| {
			readonly type: 'wins-elections';
			readonly server: string;
			readonly wins: number;
			/** Elections that it could have won, others too. */
			readonly of: number;
	  };

/** What the causes are about. */
type UnevenFigures = {
	/** Epoch in ms. */
	readonly now: number;
	/** Leaders of the cluster that count. */
	readonly leaders: number;
	/** Replicated groups of the cluster. */
	readonly groups: number;
};

type Started = Extract<UnevenCause, {readonly type: 'started'}>;

/** Each cause in words, in their order; servers of which the same is said share a sentence. */
export function unevenWords(
	causes: readonly UnevenCause[],
	figures: UnevenFigures,
): readonly string[] {
	const started = causes.filter(cause => cause.type === 'started');
	return causes.flatMap(cause => {
		if (cause.type !== 'started') {
			return [wordsOf(cause, figures)];
		}

		const alike = started.filter(({again}) => again === cause.again);
		return alike[0] === cause ? [startedWords(alike, figures)] : [];
	});
}

function wordsOf(cause: Exclude<UnevenCause, Started>, figures: UnevenFigures): string {
	const {now, leaders, groups} = figures;
	const since = (at: number) => formatDuration(now - at);
	switch (cause.type) {
		case 'stayed-up':
			return `${cause.server} has been up for ${since(cause.at)} and leads ${cause.leaders} of ${leaders}: the others started later, the last ${since(cause.othersAt)} ago`;
		case 'started-last':
			return `${cause.server} started last, ${since(cause.at)} ago, and yet leads the most: ${cause.leaders} of ${leaders}`;
		case 'few-replicas': {
			const best =
				cause.best === undefined
					? ''
					: `: step-downs alone reach ${formatRatio(cause.best)}x at best`;
			const up = cause.at === undefined ? '' : `, up for ${since(cause.at)},`;
			return `${cause.server}${up} has a replica of only ${cause.hosted} of ${groups} groups${best}`;
		}

		case 'replica-sets':
			return `the replica sets allow no better than ${formatRatio(cause.best)}x`;
		case 'one-replica':
			return `${cause.groups} leaders on ${cause.server} have one replica and cannot move`;
		case 'stuck':
			return `${cause.groups} leaders on ${cause.server} have no follower that could take over now`;
		case 'drained':
			return cause.by === undefined
				? `${cause.server} is drained and kept empty`
				: `${cause.server} is drained by ${cause.by} and kept empty`;
		case 'wins-elections':
			return `${cause.server} wins most elections: ${cause.wins} of ${cause.of} that others could have won`;
	}
}

function startedWords(causes: readonly Started[], {now, leaders}: UnevenFigures): string {
	const names = shortList(causes.map(({server}) => server));
	const verb = causes[0]?.again ? 'restarted' : 'started';
	const ago = formatDuration(now - Math.min(...causes.map(({at}) => at)));
	const led = causes.reduce((sum, cause) => sum + cause.leaders, 0);
	const several = causes.length > 1;
	const lead = several ? 'lead' : 'leads';
	const what = led === 0 ? `${lead} nothing` : `${lead} only ${led} of ${leaders}`;
	const when = !several && causes[0]?.last ? `last, ${ago} ago,` : `${ago} ago`;
	return `${names} ${verb} ${when} and ${what}`;
}
