import {setMaxListeners} from 'node:events';

/** Every look listens for its end: dozens where servers are slow. */
export function newSession(): AbortController {
	const session = new AbortController();
	setMaxListeners(0, session.signal);
	return session;
}
