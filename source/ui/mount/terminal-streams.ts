/** The process's own streams, or others of their kind. */
export type TerminalStreams = {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: OutputStream;
	readonly stderr: OutputStream;
};

export type OutputStream = NodeJS.WriteStream & {readonly fd: number};
