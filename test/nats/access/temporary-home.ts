import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';

/** A user's home for one test: contexts, files and programs, all in a folder that goes away afterwards. */
export type TemporaryHome = {
	readonly folder: string;
	/** `HOME`, `XDG_CONFIG_HOME` and a `PATH` that begins with the programs written here. */
	readonly env: Readonly<Record<string, string>>;
	/** Writes a context as `nats context save` does: every field, most of them empty. */
	readonly context: (name: string, fields?: Readonly<Record<string, unknown>>) => string;
	/** Writes what is given as the file of a context. */
	readonly contextText: (name: string, text: string) => string;
	/** As `nats context select`. */
	readonly select: (name: string) => void;
	/** Writes a file and returns its path. */
	readonly file: (name: string, text: string) => string;
	/** Writes a shell script that stands for a program. */
	readonly program: (name: string, script: string) => void;
};

/** @param atEnd takes what removes it. Default: the end of the test. */
export function temporaryHome(atEnd: (remove: () => void) => void = onTestFinished): TemporaryHome {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'leadertop-access-'));
	atEnd(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	const config = path.join(folder, 'config');
	const contexts = path.join(config, 'nats', 'context');
	const programs = path.join(folder, 'bin');
	mkdirSync(contexts, {recursive: true, mode: 0o700});
	mkdirSync(programs);

	const contextText = (name: string, text: string) => {
		const file = path.join(contexts, `${name}.json`);
		writeFileSync(file, text, {mode: 0o600});
		return file;
	};

	return {
		folder,
		env: {HOME: folder, XDG_CONFIG_HOME: config, PATH: `${programs}:/usr/bin:/bin`},
		contextText,
		context: (name, fields = {}) =>
			contextText(name, JSON.stringify({...emptyContext, ...fields}, undefined, '  ')),
		select(name) {
			writeFileSync(path.join(config, 'nats', 'context.txt'), name, {mode: 0o600});
		},
		file(name, text) {
			const file = path.join(folder, name);
			mkdirSync(path.dirname(file), {recursive: true});
			writeFileSync(file, text);
			return file;
		},
		program(name, script) {
			const file = path.join(programs, name);
			writeFileSync(file, `#!/bin/sh\n${script}\n`);
			chmodSync(file, 0o755);
		},
	};
}

/** All fields, in the order in which `nats` 0.3 and newer write them. */
const emptyContext = {
	description: '',
	url: 'nats://127.0.0.1:4222',
	socks_proxy: '',
	token: '',
	user: '',
	password: '',
	creds: '',
	nkey: '',
	cert: '',
	key: '',
	ca: '',
	nsc: '',
	jetstream_domain: '',
	jetstream_api_prefix: '',
	jetstream_event_prefix: '',
	inbox_prefix: '',
	user_jwt: '',
	user_seed: '',
	color_scheme: '',
	tls_first: false,
	windows_cert_store: '',
	windows_cert_match_by: '',
	windows_cert_match: '',
	windows_ca_certs_match: null,
};
