import type {ServerStats} from '../../domain/server.ts';
import {countOf, recordOf, timeOf, type JsonRecord} from './json-value.ts';
import {serverReply, type ServerIdentity} from './server-reply.ts';

/** A reply to STATSZ. */
export type ServerStatistics = {
	readonly server: ServerIdentity;
	/** Epoch in ms. */
	readonly startedAt: number | undefined;
	/** By the server's own clock. */
	readonly uptimeMs: number | undefined;
	/** Servers that this one knows to be up, itself included; one that was killed counts for a while. */
	readonly activeServers: number;
	readonly stats: ServerStats;
};

/**
 * The statistics in a reply to STATSZ.
 * @throws UndecodableError
 */
export function serverStatistics(value: unknown): ServerStatistics {
	const {server, content} = serverReply(value, 'statsz');
	const received = recordOf(content['received']);
	const sent = recordOf(content['sent']);
	const startedAt = timeOf(content['start']);
	const reportedAt = timeOf(recordOf(recordOf(value)?.['server'])?.['time']);
	return {
		server,
		startedAt,
		uptimeMs:
			startedAt === undefined || reportedAt === undefined
				? undefined
				: Math.max(reportedAt - startedAt, 0),
		activeServers: countOf(content['active_servers']),
		stats: {
			cpuPercent: countOf(content['cpu']),
			cores: usableCores(content),
			memoryBytes: countOf(content['mem']),
			connections: countOf(content['connections']),
			slowConsumers: countOf(content['slow_consumers']),
			messagesIn: countOf(received?.['msgs']),
			messagesOut: countOf(sent?.['msgs']),
			bytesIn: countOf(received?.['bytes']),
			bytesOut: countOf(sent?.['bytes']),
		},
	};
}

/** In a container `cores` are all of the machine's; how many may be used is reported from nats-server 2.12 on. */
function usableCores({cores, gomaxprocs}: JsonRecord): number {
	const [all, usable] = [countOf(cores), countOf(gomaxprocs)];
	return usable > 0 ? Math.min(usable, all) : all;
}
