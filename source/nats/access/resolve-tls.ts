import {createPrivateKey, X509Certificate} from 'node:crypto';
import {AccessError, type Stated, type Surroundings} from './access-request.ts';
import type {TlsAccess} from './connection-target.ts';
import {readGivenFile} from './given-files.ts';
import {filePath} from './secret-reference.ts';

export type StatedTls = {
	readonly ca: Stated | undefined;
	readonly cert: Stated | undefined;
	readonly key: Stated | undefined;
	readonly serverName?: Stated | undefined;
	readonly handshakeFirst: boolean;
	/** An address begins with `tls://`. */
	readonly required: boolean;
};

/**
 * Checks the files that TLS needs, so that the message names the wrong one instead of an error of OpenSSL.
 * @throws AccessError
 */
export function resolveTls(
	{ca, cert, key, serverName, handshakeFirst, required}: StatedTls,
	surroundings: Surroundings,
): TlsAccess | undefined {
	const caFile = ca && certificateFile(ca, surroundings).file;
	const pair = keyPair(cert, key, surroundings);
	const asked = required || handshakeFirst || serverName !== undefined;
	if (!asked && caFile === undefined && pair === undefined) {
		return undefined;
	}

	return {
		caFile,
		certFile: pair?.certFile,
		keyFile: pair?.keyFile,
		...(serverName && {serverName: serverName.text.reveal()}),
		handshakeFirst,
	};
}

function keyPair(cert: Stated | undefined, key: Stated | undefined, surroundings: Surroundings) {
	if (!cert && !key) {
		return undefined;
	}

	if (!cert || !key) {
		const [given, missing] = cert
			? [cert.place, 'its key (--tlskey)']
			: [key?.place, 'its certificate (--tlscert)'];
		throw new AccessError(`${given} needs ${missing} beside it`);
	}

	const {file: certFile, content: certificate} = certificateFile(cert, surroundings);
	const {file: keyFile, content: privateKey} = pemFile(key, surroundings, createPrivateKey, text =>
		text.includes('ENCRYPTED')
			? 'is encrypted; give a key without passphrase (openssl pkey -in FILE -out FILE)'
			: 'holds no private key (PEM)',
	);
	if (!certificate.checkPrivateKey(privateKey)) {
		throw new AccessError(
			`${key.place}: the key in ${keyFile} does not belong to the certificate in ${certFile}`,
		);
	}

	return {certFile, keyFile};
}

function certificateFile(stated: Stated, surroundings: Surroundings) {
	return pemFile(
		stated,
		surroundings,
		text => new X509Certificate(text),
		() => 'holds no certificate (PEM)',
	);
}

/** @param problem what is wrong with a text that cannot be parsed */
function pemFile<Content>(
	stated: Stated,
	surroundings: Surroundings,
	parse: (text: string) => Content,
	problem: (text: string) => string,
): {readonly file: string; readonly content: Content} {
	const file = filePath(stated, surroundings);
	const text = readGivenFile(file, stated.place);
	try {
		return {file, content: parse(text)};
	} catch {
		throw new AccessError(`${stated.place}: the file ${file} ${problem(text)}`);
	}
}
