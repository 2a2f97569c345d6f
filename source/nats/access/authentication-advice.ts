import type {Authentication, SecretSource} from './connection-target.ts';
import {jwtExpiry, parseCreds, parseJwt, rotatingSecret} from './user-credentials.ts';

/**
 * What to do when a server does not take the credentials.
 * @param now epoch in ms; without it nothing is said about expiry
 */
export function authenticationAdvice(authentication: Authentication, now?: number): string {
	switch (authentication.type) {
		case 'user': {
			return `the server refused the user ${authentication.user}; check name and password${from(authentication.password)}, and the account they belong to`;
		}

		case 'token': {
			return `the server refused the token${from(authentication.token)}; a user without password is taken for a token, so give --password if it is a user`;
		}

		case 'nkey': {
			return `the server refused the nkey${from(authentication.seed)}; check that its public key is among the users of the server`;
		}

		case 'creds': {
			const {creds} = authentication;
			return jwtAdvice(
				'credentials',
				creds,
				jwtExpiry(rotatingSecret(creds, parseCreds)().jwt),
				now,
			);
		}

		case 'jwt': {
			const {jwt} = authentication;
			return jwtAdvice('user JWT', jwt, jwtExpiry(rotatingSecret(jwt, parseJwt)()), now);
		}

		default: {
			return 'the server wants credentials; give --context, --creds, --nkey, or --user and --password';
		}
	}
}

function jwtAdvice(what: string, source: SecretSource, expiry: number | undefined, now?: number) {
	if (expiry !== undefined && now !== undefined && expiry <= now) {
		return `the ${what}${from(source)} expired at ${new Date(expiry).toISOString()}; get new ones`;
	}

	return `the server refused the ${what}${from(source)}; check that they belong to this server's operator and are neither revoked nor expired`;
}

function from({file}: SecretSource): string {
	return file === undefined ? '' : ` in ${file}`;
}
