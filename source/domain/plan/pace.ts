/** How fast a plan is carried out. */
export type Pace = {
	/** Step-downs between request and election, in the whole cluster. */
	readonly maxInFlight: number;
	/** Requests a second; undefined: as fast as elections come back. */
	readonly ratePerSecond: number | undefined;
};

/**
 * The pace unless another one is wanted: as much as elections bear, while they stay fast. Measured on nats-server 2.15 with
 * all servers and much else on two cores: the more elections are under way together, the less each one costs the
 * servers (3.1 ms of CPU with 16, 2.7 with 64, 1.7 with some 200), and 1,000 took 5.8, 3.8 and 2.6 s with 16, 64 and 128.
 */
export const fullPace: Pace = {maxInFlight: 128, ratePerSecond: undefined};

/** The most in flight at one server that loses or is to get a leader. After a restart nearly all of them are to get to one. */
export const inFlightPerServer = 128;

/** What a run begins with; while elections are fast there may be twice as many in flight after each round trip. */
export const firstInFlight = 8;
