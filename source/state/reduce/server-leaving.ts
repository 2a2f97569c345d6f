import type {ServerLeaving} from '../../domain/cluster-event.ts';
import type {Reducer} from '../knowledge.ts';
import {changeState} from './enter-server.ts';

/** A server's announcement holds for the rest of its life: it ends with a report of its next start. */
export const serverLeaving: Reducer<ServerLeaving> = (knowledge, {at, server: name, how}) => {
	const server = knowledge.servers.get(name);
	const stopped = knowledge.departures.get(name) === 'shutdown';
	if (!server || stopped) {
		return false;
	}

	knowledge.departures.set(name, how);
	changeState(knowledge, server, how === 'shutdown' ? 'offline' : 'lame-duck', at);
	return true;
};
