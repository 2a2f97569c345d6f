/** Recorded time, as fast as it is wanted. Epoch in ms. */
export class ReplayClock {
	readonly #wallNow: () => number;
	/** It goes on from here; stands still without `wall`. */
	#anchor: {readonly recorded: number; readonly wall: number | undefined};
	#speed: number;

	constructor(wallNow: () => number, at: number, speed: number) {
		this.#wallNow = wallNow;
		this.#anchor = {recorded: at, wall: undefined};
		this.#speed = speed;
	}

	get now(): number {
		const {recorded, wall} = this.#anchor;
		return wall === undefined ? recorded : recorded + (this.#wallNow() - wall) * this.#speed;
	}

	get speed(): number {
		return this.#speed;
	}

	set speed(speed: number) {
		const {wall} = this.#anchor;
		this.#anchor = {recorded: this.now, wall: wall === undefined ? undefined : this.#wallNow()};
		this.#speed = speed;
	}

	/** How long it takes until then, in ms of whoever waits. */
	wallMsUntil(recorded: number): number {
		return Math.max(0, (recorded - this.now) / this.#speed);
	}

	standAt(recorded: number): void {
		this.#anchor = {recorded, wall: undefined};
	}

	goOnFrom(recorded: number): void {
		this.#anchor = {recorded, wall: this.#wallNow()};
	}
}
