import {Counter, Gauge, Registry} from 'prom-client';
import {cleanText} from '../domain/clean-text.ts';

/** The value of one series. */
export type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

/** A gauge, unless it says otherwise, with all its series. */
export type Metric = {
	readonly type?: 'gauge' | 'counter';
	readonly name: string;
	readonly help: string;
	readonly samples: readonly Sample[];
};

/**
 * Metrics in the text exposition format (https://prometheus.io/docs/instrumenting/exposition_formats/). A metric without
 * samples is left out; of two series that are alike once their names are cleaned the later one stands.
 */
export async function metricsText(metrics: readonly Metric[]): Promise<string> {
	const registry = new Registry();
	for (const {type, name, help, samples} of metrics) {
		const [first] = samples;
		if (first) {
			const labelNames = Object.keys(first[0]);
			const options = {name, help, labelNames, registers: [registry]};
			const gauge = type === 'counter' ? undefined : new Gauge(options);
			const counter = type === 'counter' ? new Counter(options) : undefined;
			for (const [labels, value] of samples) {
				gauge?.set(cleaned(labels), value);
				counter?.inc(cleaned(labels), value);
			}
		}
	}

	return registry.metrics();
}

/** Names come from the network. */
export function cleaned(labels: Sample[0]): Record<string, string> {
	return Object.fromEntries(
		Object.entries(labels).map(([label, value]) => [label, cleanText(value, 1000)]),
	);
}
