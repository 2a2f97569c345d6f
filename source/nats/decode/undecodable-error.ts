/** A reply or advisory is not what it should be. Its sender is at fault or newer than leadertop; it is left out and counted. */
export class UndecodableError extends Error {
	override readonly name = 'UndecodableError';
}
