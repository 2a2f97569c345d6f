import {writeFile} from 'node:fs/promises';
import os from 'node:os';
import process from 'node:process';
import {median} from './quantile.ts';
import type {Row, Section} from './row.ts';

type PublishOptions = {
	readonly file: string;
	readonly partial: boolean;
	/** Of all that was measured. */
	readonly versions: string;
};

/** Prints the figures, and writes them to a file unless only a part was measured. */
export async function publish(
	sections: readonly Section[],
	{file, partial, versions}: PublishOptions,
): Promise<void> {
	const text = [
		'# Benchmarks',
		'',
		`Measured by \`npm run bench\` on ${machine()}, with ${versions}. Other work runs on the machine: read the ratios, not the milliseconds. The servers run on the same cores as what is measured, at a lower priority (nice 10): elsewhere they have machines of their own.`,
		...sections.flatMap(({title, emptyNodeMs, rows}) => [
			'',
			`## ${title}`,
			'',
			...speed(emptyNodeMs),
			...table(rows),
		]),
		'',
	].join('\n');
	process.stdout.write(text);
	if (!partial) {
		await writeFile(file, text);
	}
}

function machine(): string {
	const cpus = os.cpus();
	const gib = Math.round(os.totalmem() / 2 ** 30);
	const model = cpus[0]?.model.trim() ?? 'unknown CPU';
	return `${cpus.length} x ${model}, ${gib} GiB, ${os.type()} ${os.release()}, Node ${process.version}`;
}

/** Milliseconds and shares of a core are those of a machine that does other work, too. */
function speed(emptyNodeMs: readonly number[]): string[] {
	const words = `An empty Node (\`node -e 0\`) took ${median(emptyNodeMs).toFixed(0)} ms then.`;
	return emptyNodeMs.length > 0 ? [words, ''] : [];
}

function table(rows: readonly Row[]): string[] {
	return [
		'| figure | measured | against | ratio | budget | note |',
		'| --- | ---: | ---: | ---: | --- | --- |',
		...rows.map(row => {
			const {name, value, unit, against, budget = '', note = ''} = row;
			const other = against ? `${against.name}: ${figure(against.value, row)} ${unit}` : '';
			const ratio = against ? ratioOf(row, against) : '';
			return `| ${name} | ${figure(value, row)} ${unit} | ${other} | ${ratio} | ${budget} | ${note} |`;
		}),
	];
}

function figure(value: number, {decimals = 1}: Row): string {
	return value.toLocaleString('en', {
		minimumFractionDigits: decimals,
		maximumFractionDigits: decimals,
	});
}

function ratioOf({value}: Row, against: NonNullable<Row['against']>): string {
	if (against.ratio !== undefined) {
		return against.ratio.toPrecision(3);
	}

	return against.value === 0 ? '-' : (value / against.value).toPrecision(3);
}
