/**
 * Reads the text exposition format strictly: HELP and TYPE once before the samples of each metric, legal names,
 * escaped labels, no series twice, a line feed at the end. Empty lines are allowed.
 * @returns values by series, written `name{label="value",…}` with the labels unescaped and in their order
 * @throws Error for anything else
 */
export function parsePrometheus(text: string): ReadonlyMap<string, number> {
	if (!text.endsWith('\n')) {
		throw new Error('the last line has no end');
	}

	const series = new Map<string, number>();
	const seen = new Set<string>();
	let current = '';
	let helped = '';
	for (const line of text.slice(0, -1).split('\n')) {
		if (line === '') {
			continue;
		}

		const help = /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) \S.*$/.exec(line);
		const type = /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (?:gauge|counter|histogram)$/.exec(line);
		const sample = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/.exec(
			line,
		);
		if (help) {
			helped = help[1] ?? '';
			if (seen.has(helped)) {
				throw new Error(`${helped} is told in two places`);
			}

			seen.add(helped);
		} else if (type) {
			current = type[1] ?? '';
			if (current !== helped) {
				throw new Error(`${current} has no HELP before its TYPE`);
			}
		} else if (sample && sample[1]?.replace(/_(bucket|sum|count)$/, '') === current) {
			const key = `${sample[1]}{${labelsOf(sample[2] ?? '').join(',')}}`;
			if (series.has(key)) {
				throw new Error(`${key} is told twice`);
			}

			series.set(key, Number(sample[3]));
		} else {
			throw new Error(`not expected here: ${line}`);
		}
	}

	return series;
}

const unescaped: Readonly<Record<string, string>> = {'\\\\': '\\', '\\"': '"', '\\n': '\n'};

function labelsOf(text: string): string[] {
	const labels: string[] = [];
	let rest = text;
	while (rest !== '') {
		const label = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\[\\"n])*)"(?:,|$)/.exec(rest);
		if (!label) {
			throw new Error(`no label: ${rest}`);
		}

		const [whole, name = '', value = ''] = label;
		labels.push(`${name}=${value.replaceAll(/\\[\\"n]/g, found => unescaped[found] ?? '')}`);
		rest = rest.slice(whole.length);
	}

	return labels;
}
