import type {ServerCache} from './server-cache.ts';
import type {WantedVersion} from './server-version.ts';

export type NatsServerBinary = {
	readonly path: string;
	/** Without the `v`: `2.15.1`. */
	readonly version: string;
	/** Where it came from: a {@link ServerSource.place}, or `--nats-server`. */
	readonly place: string;
};

/** What the search does, for a person who waits. */
export type ResolveEvent =
	| {readonly type: 'looking'; readonly place: string}
	| {readonly type: 'not-there'; readonly place: string; readonly reason: string}
	/** A download begins. `bytes` is its size, if the other side tells. */
	| {
			readonly type: 'download';
			readonly what: string;
			readonly from: string;
			readonly bytes: number | undefined;
	  }
	| {readonly type: 'received'; readonly what: string; readonly bytes: number}
	| {readonly type: 'found'; readonly binary: NatsServerBinary};

export type SourceRequest = {
	readonly wanted: WantedVersion;
	readonly env: NodeJS.ProcessEnv;
	readonly cache: ServerCache;
	readonly signal: AbortSignal;
	readonly report: (event: ResolveEvent) => void;
};

/** One place where a nats-server may come from. */
export type ServerSource = {
	readonly place: string;
	/** @throws Error whose message is the reason why there is none, short enough for a list */
	readonly find: (request: SourceRequest) => Promise<NatsServerBinary>;
};
