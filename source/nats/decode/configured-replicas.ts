import {countOf, textOf, type JsonRecord} from './json-value.ts';

/** How many replicas a stream is meant to have; undefined when its configuration was not told. */
export function configuredStreamReplicas(config: JsonRecord | undefined): number | undefined {
	return config && Math.max(countOf(config['num_replicas']), 1);
}

/**
 * How many replicas a consumer is meant to have: as many as it says, else as many as its stream, except that a
 * consumer without durable name on a stream with limits has one (nats-server, `ConsumerConfig.replicas`).
 */
export function configuredConsumerReplicas(
	config: JsonRecord | undefined,
	stream: JsonRecord | undefined,
): number | undefined {
	const ofStream = configuredStreamReplicas(stream);
	if (!config || ofStream === undefined) {
		return undefined;
	}

	const own = countOf(config['num_replicas']);
	if (own > 0) {
		return Math.min(own, ofStream);
	}

	const limits = (textOf(stream?.['retention']) ?? 'limits') === 'limits';
	return limits && textOf(config['durable_name']) === undefined ? 1 : ofStream;
}
