import {SettingsError} from './access-errors.ts';
import {Secret} from './secret.ts';

/** What one `--act-as` says. */
export type ActAs = {
	/** What stood before the `=`. */
	readonly account: string | undefined;
	readonly identity: ActingIdentity;
};

export type ActingIdentity =
	/** A context's name, or the path of its `.json` file. */
	| {readonly type: 'context'; readonly name: string}
	/** Addresses of servers, with user info. */
	| {readonly type: 'address'; readonly url: Secret}
	/** A credentials file, or a reference to its content. */
	| {readonly type: 'creds'; readonly creds: Secret};

/** @throws SettingsError that does not repeat the text: it may hold a password */
export function parseActAs(text: string): ActAs {
	// Addresses and paths hold `=` too, but behind a `:` or a `/`; a token before `@` may end with it.
	const [, account, rest = ''] = /^([^=:/\\@]*)=(?![=@])(.*)$/s.exec(text) ?? [
		undefined,
		undefined,
		text,
	];
	if (account === '' || rest === '') {
		throw new SettingsError(
			'--act-as takes a context, an address with user info or a .creds file, and ACCOUNT= before it if wanted',
		);
	}

	return {account, identity: identityOf(rest)};
}

function identityOf(text: string): ActingIdentity {
	if (addressShape.test(text)) {
		return {type: 'address', url: new Secret(text)};
	}

	const isCreds = credsShape.test(text) || (/[/\\]/.test(text) && !text.endsWith('.json'));
	return isCreds ? {type: 'creds', creds: new Secret(text)} : {type: 'context', name: text};
}

const addressShape = /^(?:nats|tls|wss?):\/\/|^[^/\\]*@|^[^\s/\\,]+:\d+(?:,|$)|^\[/i;
const credsShape = /\.creds$|^(?:file|env|op|nsc):\/\/|^data:/i;
