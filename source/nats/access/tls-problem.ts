import {isIP} from 'node:net';
import type {Finding} from './connect-problem.ts';
import {codeOf} from './connect-problem.ts';
import type {ConnectionTarget} from './connection-target.ts';

/** What went wrong with TLS; undefined when the error is not about TLS. */
export function tlsProblem(error: unknown, target: ConnectionTarget): Finding | undefined {
	const code = codeOf(error) ?? '';
	const message = error instanceof Error ? error.message : '';
	// nats.js has no codes for these two.
	if (/server does not support 'tls'|'tls' is not available/.test(message)) {
		return noTls;
	}

	if (target.tls?.handshakeFirst === true && greetedInClear.has(code)) {
		return tlsFirstUnwanted;
	}

	const kind = certificateCodes[code] ?? (alertAboutClient.test(code) ? 'client' : undefined);
	if (kind) {
		return certificateFindings[kind](target);
	}

	return /^ERR_(?:SSL|OSSL|TLS)_/.test(code)
		? {problem: 'tls', what: `the TLS handshake failed: ${reasonOf(error)}`}
		: undefined;
}

const noTls: Finding = {
	problem: 'tls-missing',
	what: 'the server has no TLS, but it was asked for; leave out tls:// and the TLS settings, or check the port',
};
const tlsFirstUnwanted: Finding = {
	problem: 'tls-first-unwanted',
	what: 'the server greets before TLS; leave out --tlsfirst, or "tls_first" in the context',
};

/** Node's words, by version of OpenSSL, for a greeting where a handshake was expected. */
const greetedInClear: ReadonlySet<string> = new Set([
	'ERR_SSL_WRONG_VERSION_NUMBER',
	'ERR_SSL_PACKET_LENGTH_TOO_LONG',
	'EPROTO',
]);

/** Alerts that a server sends about the client's certificate or its absence. */
const alertAboutClient =
	/^ERR_SSL_(?:TLSV13|TLSV1|SSLV3)_ALERT_(?:CERTIFICATE_|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE)/;

type CertificateKind = 'authority' | 'expired' | 'early' | 'name' | 'client';

const certificateCodes: Readonly<Record<string, CertificateKind>> = {
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'authority',
	UNABLE_TO_GET_ISSUER_CERT: 'authority',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'authority',
	SELF_SIGNED_CERT_IN_CHAIN: 'authority',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'authority',
	CERT_SIGNATURE_FAILURE: 'authority',
	CERT_UNTRUSTED: 'authority',
	INVALID_CA: 'authority',
	CERT_HAS_EXPIRED: 'expired',
	CERT_NOT_YET_VALID: 'early',
	ERR_TLS_CERT_ALTNAME_INVALID: 'name',
};

const certificateFindings: Readonly<
	Record<CertificateKind, (target: ConnectionTarget) => Finding>
> = {
	authority: ({tls}) => ({
		problem: 'certificate-authority',
		what:
			tls?.caFile === undefined
				? 'the server\'s certificate comes from an authority that is not known here; give it with --tlsca, or "ca" in the context'
				: `the server's certificate does not come from an authority in ${tls.caFile}`,
	}),
	expired: () => ({
		problem: 'certificate-expired',
		what: "the server's certificate, or its authority's, has expired; it must be renewed (or the clock here is wrong)",
	}),
	early: () => ({
		problem: 'certificate-expired',
		what: "the server's certificate is not valid yet; is the clock of this machine right?",
	}),
	name: ({tls, servers}) => ({
		problem: 'certificate-name',
		what:
			tls === undefined && servers.some(isIpAddress)
				? "the server's certificate is for other names; write the address as tls://IP:PORT, or use a name that is in the certificate"
				: "the server's certificate is for other names; connect with a name or an IP that is in it",
	}),
	client: ({tls}) => ({
		problem: 'client-certificate',
		what:
			tls?.certFile === undefined
				? 'the server wants a client certificate: give --tlscert and --tlskey, or "cert" and "key" in the context'
				: `the server wants a client certificate and did not take the one in ${tls.certFile}; its log says why`,
	}),
};

/** Also for servers that only tell that they verify clients. */
export function clientCertificateProblem(target: ConnectionTarget): Finding {
	return certificateFindings.client(target);
}

function isIpAddress(server: string): boolean {
	return isIP(server.replace(/:\d+$/, '').replaceAll(/[[\]]/g, '')) !== 0;
}

/** Node keeps OpenSSL's reason beside a message that is full of addresses, file names and line numbers. */
function reasonOf(error: unknown): string {
	const reason: unknown = error instanceof Error ? Reflect.get(error, 'reason') : undefined;
	return typeof reason === 'string' ? reason : (codeOf(error) ?? 'unknown reason');
}
