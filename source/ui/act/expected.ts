/** Leaders of a server after what is about to be done: `least` and `most` differ where the groups choose for themselves. */
export type Expected = {readonly least: number; readonly most: number};
