import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';

export type CertificatePair = {readonly cert: string; readonly key: string};

/** An authority of a test. */
export type Authority = {
	readonly ca: string;
	/** @param names `IP:127.0.0.1`, `DNS:localhost` */
	readonly issue: (name: string, names: string, days?: number) => CertificatePair;
};

/**
 * Makes an authority and its certificates with `openssl`, which has to be on PATH: Node cannot make certificates.
 * @param folder takes all files
 */
export function createAuthority(folder: string, name = 'ca'): Authority {
	const at = (file: string) => path.join(folder, file);
	const key = at(`${name}.key`);
	const ca = at(`${name}.pem`);
	openssl(['req', '-x509', ...newKey, '-keyout', key, '-out', ca, '-subj', `/CN=${name}`]);

	return {
		ca,
		issue(subject, names, days = 2) {
			const pair = {cert: at(`${subject}.pem`), key: at(`${subject}.key`)};
			const [request, extensions] = [at(`${subject}.csr`), at(`${subject}.ext`)];
			writeFileSync(extensions, `subjectAltName=${names}\n`);
			openssl(['req', ...newKey, '-keyout', pair.key, '-out', request, '-subj', `/CN=${subject}`]);
			const signing = ['-CA', ca, '-CAkey', key, '-CAcreateserial', '-days', String(days)];
			const files = ['-in', request, '-extfile', extensions, '-out', pair.cert];
			openssl(['x509', '-req', ...signing, ...files]);
			return pair;
		},
	};
}

/** Encrypts a private key with a passphrase. */
export function encryptKey(key: string, encrypted: string): void {
	openssl(['pkey', '-in', key, '-aes256', '-passout', 'pass:sesame', '-out', encrypted]);
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

function openssl(args: readonly string[]): void {
	execFileSync('openssl', args, {stdio: ['ignore', 'pipe', 'pipe']});
}
