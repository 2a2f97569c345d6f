import {cleanText} from '../../domain/clean-text.ts';
import {listed} from '../../domain/words.ts';
import {recordOf, textOf} from '../decode/json-value.ts';
import {
	codeOf,
	isClearText,
	isHungUp,
	isOtherProtocol,
	isTimeout,
	isUngreeted,
	saidBy,
	serverWords,
} from './client-errors.ts';
import type {ConnectionTarget} from './connection-target.ts';
import type {Greeting} from './probe-greeting.ts';
import {authenticationAdvice} from './user-credentials.ts';

/** What kept a connection from being made. */
export type ConnectProblem =
	| 'authorization'
	| 'certificate-authority'
	| 'certificate-expired'
	| 'certificate-name'
	| 'client-certificate'
	| 'tls-first-wanted'
	| 'tls-first-unwanted'
	| 'tls-missing'
	| 'tls'
	| 'full'
	| 'refused'
	| 'unreachable'
	| 'dns'
	| 'timeout'
	| 'other';

/** What is known of an attempt that failed. */
export type Evidence = {
	/** As nats.js or Node threw it. */
	readonly error: unknown;
	readonly target: ConnectionTarget;
	/** What the server answers to a bare connection; undefined where that was not tried. */
	readonly greeting: Greeting | undefined;
	/** Epoch in ms, to recognize expired credentials; undefined: expiry is not looked at. */
	readonly now: number | undefined;
};

/** The problem, and why and what to do in words for the operator. */
export type Finding = {
	readonly problem: ConnectProblem;
	readonly what: string;
	/** In the server's words, in small letters; undefined where it said nothing. */
	readonly said: string | undefined;
};

export function findCause(evidence: Evidence): Finding {
	const {error, greeting} = evidence;
	const refusal = greeting?.type === 'error' ? serverWords(greeting.text) : undefined;
	const signs: Signs = {
		...evidence,
		said: saidBy(error) ?? refusal ?? '',
		code: codeOf(error) ?? '',
		message: error instanceof Error ? error.message : String(error),
		isSilent: isTimeout(error) || isHungUp(error),
	};
	const {problem, what} =
		causes.find(
			({said, code, message, when}) =>
				(said?.test(signs.said) ?? true) &&
				(code?.test(signs.code) ?? true) &&
				(message?.test(signs.message) ?? true) &&
				(when?.(signs) ?? true),
		) ?? lastCause;
	return {
		problem,
		what: typeof what === 'string' ? what : what(signs),
		said: signs.said === '' ? undefined : signs.said,
	};
}

type Signs = Evidence & {
	/** What the server said to refuse the connection (server/errors.go), in small letters. */
	readonly said: string;
	/** Of Node. */
	readonly code: string;
	readonly message: string;
	/** Whether nothing is known but that time ran out, or that the other side hung up. */
	readonly isSilent: boolean;
};

/** All conditions of a cause have to hold. */
type Cause = {
	readonly said?: RegExp;
	readonly code?: RegExp;
	readonly message?: RegExp;
	readonly when?: (signs: Signs) => boolean;
	readonly problem: ConnectProblem;
	readonly what: string | ((signs: Signs) => string);
};

const unknownHost = 'the host name is not known; check its spelling and the DNS of this machine';

/** The first one that fits counts. */
const causes: readonly Cause[] = [
	{
		said: /maximum connections exceeded/,
		problem: 'full',
		what: ({said}) =>
			`${said}; give another server with --server, close other connections, or raise max_connections`,
	},
	{
		said: /maximum account active connections exceeded/,
		problem: 'full',
		what: ({said}) =>
			`${said}; close other connections of this account, or raise its limit of connections`,
	},
	{
		said: /authentication timeout/,
		problem: 'timeout',
		what: ({said}) =>
			`${said}; the credentials did not reach the server in time, or it could not check them; check the network and the auth callout, or raise its authorization timeout`,
	},
	{
		said: /account authentication expired/,
		problem: 'authorization',
		what: ({said}) =>
			`${said}; the JWT of the account has expired; its operator has to issue a new one`,
	},
	{
		said: /authorization violation|authentication expired/,
		problem: 'authorization',
		what: ({target: {authentication, tls}, now}) =>
			authentication.type === 'none' && tls?.certFile !== undefined
				? `the server knows no user for the client certificate in ${tls.certFile} (verify_and_map), or wants credentials beside it; add its subject or a name in it as a user, or give --creds, --nkey, or --user and --password`
				: authenticationAdvice(authentication, now),
	},
	{said: /./, problem: 'other', what: ({said}) => `the server says: ${said}`},
	{
		when: ({greeting}) => greeting?.type === 'foreign',
		problem: 'other',
		what: ({greeting}) =>
			`what answers there is ${greeting?.type === 'foreign' ? greeting.what : 'no NATS server'}; give the port for NATS clients (4222 unless it is configured otherwise)`,
	},
	{
		// nats.js has no codes for these two.
		message: /server does not support 'tls'|'tls' is not available/,
		problem: 'tls-missing',
		what: 'the server has no TLS, but it was asked for; leave out tls:// and the TLS settings, or check the port',
	},
	{
		when: ({error, target}) => target.tls?.handshakeFirst === true && isClearText(error),
		problem: 'tls-first-unwanted',
		what: 'the server greets before TLS; leave out --tlsfirst, or "tls_first" in the context',
	},
	{
		code: /^(?:UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|CERT_SIGNATURE_FAILURE|CERT_UNTRUSTED|INVALID_CA)$/,
		problem: 'certificate-authority',
		what: ({target: {tls}}) =>
			tls?.caFile === undefined
				? 'the server\'s certificate comes from an authority that is not known here; give it with --tlsca, or "ca" in the context'
				: `the server's certificate does not come from an authority in ${tls.caFile}`,
	},
	{
		code: /^CERT_HAS_EXPIRED$/,
		problem: 'certificate-expired',
		what: "the server's certificate, or its authority's, has expired; it must be renewed (or the clock here is wrong)",
	},
	{
		code: /^CERT_NOT_YET_VALID$/,
		problem: 'certificate-expired',
		what: "the server's certificate is not valid yet; is the clock of this machine right?",
	},
	{
		code: /^ERR_TLS_CERT_ALTNAME_INVALID$/,
		problem: 'certificate-name',
		what: ({error, target: {tls}}) =>
			tls?.serverName === undefined
				? `the server's certificate is for ${certificateNames(error)}; connect with one of them, or give it with --tls-server-name (behind a tunnel, for example)`
				: `the server's certificate is for ${certificateNames(error)}, not for ${tls.serverName}; give one of them with --tls-server-name`,
	},
	{
		// Alerts that a server sends about the client's certificate or its absence.
		code: /^ERR_SSL_(?:TLSV13|TLSV1|SSLV3)_ALERT_(?:CERTIFICATE_|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE)/,
		problem: 'client-certificate',
		what: clientCertificateAdvice,
	},
	{
		code: /^ERR_(?:SSL|OSSL|TLS)_.*(?:PROTOCOL|VERSION|CIPHER)/,
		problem: 'tls',
		what: 'the TLS handshake failed: the server and this Node have no version or cipher of TLS in common; update the older of them',
	},
	{
		code: /^(?:ERR_(?:SSL|OSSL|TLS)_|EPROTO$)/,
		problem: 'tls',
		what: 'the TLS handshake failed; check that the port is the client port of a NATS server, and its log',
	},
	{
		code: /^ECONNREFUSED$/,
		problem: 'refused',
		what: 'nothing listens there; check the address (--server or the context) and that the server runs',
	},
	{code: /^ENOTFOUND$/, problem: 'dns', what: unknownHost},
	{
		code: /^EAI_AGAIN$/,
		problem: 'dns',
		what: 'the DNS of this machine does not answer; try again or use an IP',
	},
	{
		code: /^(?:EHOSTUNREACH|ENETUNREACH|ENETDOWN)$/,
		problem: 'unreachable',
		what: 'there is no way to that network; check VPN, routes and firewalls',
	},
	{
		code: /^ETIMEDOUT$/,
		problem: 'timeout',
		what: 'no answer; check the address, VPN and firewalls',
	},
	{
		when: ({isSilent, greeting, target}) =>
			isSilent && greeting?.type === 'none' && target.tls?.handshakeFirst !== true,
		problem: 'tls-first-wanted',
		what: 'the server takes connections but does not greet; it may want the TLS handshake first: give --tlsfirst, or "tls_first": true in the context; else check the address, and a tunnel or proxy on the way',
	},
	{
		when: ({isSilent, greeting, error}) =>
			isSilent && (greeting?.type === 'closed' || isUngreeted(error)),
		problem: 'unreachable',
		what: 'the other side closes connections before a greeting; check what a tunnel, proxy or forwarded port there leads to, and that it is the client port of a NATS server; give --tlsfirst if that wants the TLS handshake first',
	},
	{
		when: ({isSilent, greeting}) =>
			isSilent && greeting?.type === 'info' && greeting.verifiesClients,
		problem: 'client-certificate',
		what: clientCertificateAdvice,
	},
	{
		when: ({error}) => isHungUp(error),
		problem: 'unreachable',
		what: 'the other side hung up; check that the port is the client port of a NATS server, and its log',
	},
	{
		when: ({isSilent}) => isSilent,
		problem: 'timeout',
		what: ({target: {timeoutMs}}) =>
			`no answer within ${timeoutMs / 1000} s; check the address, VPN and firewalls, or wait longer with --timeout`,
	},
	{
		when: ({error}) => isOtherProtocol(error),
		problem: 'other',
		what: 'what answers there is no NATS server; check address and port',
	},
];

const lastCause: Cause = {
	problem: 'other',
	what: ({message}) => (message === '' ? 'no reason was given' : message),
};

function clientCertificateAdvice({target: {tls}}: Signs): string {
	return tls?.certFile === undefined
		? 'the server wants a client certificate: give --tlscert and --tlskey, or "cert" and "key" in the context'
		: `the server wants a client certificate and did not take the one in ${tls.certFile}; its log says why`;
}

/** The names in a certificate that Node refused: `nats.example.com, 10.0.0.1`. */
function certificateNames(error: unknown): string {
	for (let one = error; one instanceof Error; one = one.cause) {
		const names = textOf(recordOf(Reflect.get(one, 'cert'))?.['subjectaltname']);
		if (names !== undefined) {
			return listed(names.split(', ').map(name => cleanText(name.replace(/^[^:]*:/, ''), 80)));
		}
	}

	return 'other names';
}
