import type {PeerCertificate} from 'node:tls';
import {checkServerIdentity} from 'node:tls';

/**
 * Compares a server's certificate with the address that was dialed; a part of Node's TLS options.
 *
 * nats.js 3.3 starts TLS on a connected socket with an empty server name when the address is an IP; Node then compares
 * with `localhost`, refuses certificates for that IP, and takes one for localhost from any IP. Node calls this function
 * on its TLS options, where the socket tells the real address.
 */
export const serverIdentityCheck = {
	checkServerIdentity(
		this: unknown,
		hostname: string,
		certificate: PeerCertificate,
	): Error | undefined {
		return checkServerIdentity(dialedIp(this) ?? hostname, certificate);
	},
};

/** The IP that was dialed; undefined when a name was dialed or when the options do not tell. */
function dialedIp(options: unknown): string | undefined {
	if (at(options, 'servername') !== '' || at(options, 'host') !== undefined) {
		return undefined;
	}

	const address = at(at(options, 'socket'), 'remoteAddress');
	return typeof address === 'string' ? address.replace(/^::ffff:(?=\d+\.)/i, '') : undefined;
}

function at(value: unknown, field: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
}
