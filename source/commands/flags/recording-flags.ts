import {type CommandContext, type FlagTable, inGroup} from '../cli/command.ts';
import {numberFlag, flagName, textFlag} from '../cli/flag-values.ts';
import {UsageError} from '../../session/errors.ts';
import type {RecordOption} from '../../session/start-recording.ts';

const defaultSize = '64MB';
const defaultFiles = 10;

export const recordingFlags: FlagTable = inGroup('Watching', {
	record: {
		type: 'string',
		value: 'FILE',
		help: 'record the session to a new FILE, for `leadertop replay FILE`',
	},
	recordSize: {
		type: 'string',
		needs: 'record',
		value: 'SIZE',
		help: `with --record: rotate at this size (default ${defaultSize}); the old file becomes FILE.1`,
	},
	recordFiles: {
		type: 'number',
		needs: 'record',
		value: 'N',
		help: `with --record: files to keep, FILE included (default ${defaultFiles})`,
	},
});

/** @throws UsageError when a value is out of bounds, or of no use */
export function recordOption(flags: CommandContext['flags']): RecordOption | undefined {
	const file = textFlag(flags, 'record');
	const size = sizeFlag(flags, 'recordSize');
	const files = numberFlag(flags, 'recordFiles', {min: 1, max: 1000, whole: true});
	if (file === undefined) {
		const given =
			size === undefined ? (files === undefined ? undefined : 'recordFiles') : 'recordSize';
		if (given !== undefined) {
			throw new UsageError(`${flagName(given)} needs --record FILE`);
		}

		return undefined;
	}

	return {
		file,
		maxBytes: size ?? parseSize(defaultSize) ?? Infinity,
		files: files ?? defaultFiles,
	};
}

const unitBytes: Readonly<Record<string, number>> = {kb: 1000, mb: 1e6, gb: 1e9};

function sizeFlag(flags: CommandContext['flags'], name: string): number | undefined {
	const text = textFlag(flags, name);
	const size = text === undefined ? undefined : parseSize(text);
	if (text !== undefined && (size === undefined || size < 100_000 || size > 100e9)) {
		throw new UsageError(
			`${flagName(name)} takes a size such as 500KB, 64MB or 1GB, from 100KB to 100GB`,
		);
	}

	return size;
}

function parseSize(text: string): number | undefined {
	const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([kmg]b)$/i.exec(text) ?? [];
	const factor = unitBytes[unit.toLowerCase()];
	return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}
