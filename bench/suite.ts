import type {Row} from './row.ts';
import type {Stage, StageName} from './stage/stage.ts';

/** One benchmark. Its parts run on the same clusters as those of the others, so that each cluster is made once. */
export type Suite = {
	readonly title: string;
	readonly parts: readonly Part[];
};

export type Part =
	| {readonly stage: 'none'; readonly run: (place: Place) => Promise<readonly Row[]>}
	| {
			readonly stage: StageName;
			readonly run: (stage: Stage, place: Place) => Promise<readonly Row[]>;
	  };

/** Where a benchmark runs. */
export type Place = {
	/** Tells what is being done; not part of the result. */
	readonly log: (line: string) => void;
	/** The built CLI. */
	readonly cli: string;
	/** Path of a bundled program of `bench/programs/`, by its name without ending. */
	readonly program: (name: string) => string;
	/** A folder for files; it is gone after the run. */
	readonly scratch: string;
};
