/** What was seen of a server's going and coming during this watch. */
export type ServerRestart = {
	/** How often it was seen to come back in a new life. */
	readonly restarts: number;
	/** Since when it is away, or was before it came back last, epoch in ms. */
	readonly goneAt: number | undefined;
	/** When it answered again, epoch in ms; undefined while it is away. */
	readonly backAt: number | undefined;
	/** When its JetStream was up again, epoch in ms; undefined while it is not. */
	readonly upAt: number | undefined;
	/** What it ran in its life before this one. */
	readonly previousVersion: string | undefined;
};

export const noRestart: ServerRestart = {
	restarts: 0,
	goneAt: undefined,
	backAt: undefined,
	upAt: undefined,
	previousVersion: undefined,
};
