import {SettingsError} from './access-errors.ts';
import type {AccessSettings, Stated} from './access-request.ts';
import type {ConnectionTarget} from './connection-target.ts';

/**
 * Where the JetStream API is. A domain and a prefix are two ways to say it: the first layer that says one of them wins.
 * @throws SettingsError when one layer says both
 */
export function jetStreamSubjects(
	layers: readonly AccessSettings[],
): Pick<ConnectionTarget, 'jetStreamDomain' | 'jetStreamApiPrefix'> {
	const layer = layers.find(one => one.jetStreamDomain ?? one.jetStreamApiPrefix);
	const domain = layer?.jetStreamDomain;
	const prefix = layer?.jetStreamApiPrefix;
	if (domain && prefix) {
		throw new SettingsError(
			`${domain.place} and ${prefix.place} exclude each other; leave one out`,
		);
	}

	if (domain && !/^[^\s.*>]+$/.test(domain.text.reveal())) {
		throw new SettingsError(`${domain.place}: a JetStream domain holds no spaces, dots, * or >`);
	}

	return {jetStreamDomain: domain?.text.reveal(), jetStreamApiPrefix: subjectPrefix(prefix)};
}

/**
 * The beginning of a subject, without the dot at its end.
 * @throws SettingsError when it is none
 */
export function subjectPrefix(stated: Stated | undefined): string | undefined {
	const prefix = stated?.text.reveal().replace(/\.$/, '');
	if (stated && !/^[^\s.*>]+(?:\.[^\s.*>]+)*$/.test(prefix ?? '')) {
		throw new SettingsError(
			`${stated.place}: a subject prefix is made of words and dots, without * and >`,
		);
	}

	return prefix;
}
