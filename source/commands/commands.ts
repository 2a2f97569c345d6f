import type {Command} from './cli/command.ts';
import {balance} from './balance.ts';
import {check} from './check.ts';
import {config} from './config.ts';
import {completion} from './completion.ts';
import {demo} from './demo.ts';
import {drain} from './drain.ts';
import {roll} from './roll.ts';
import {exporter} from './exporter.ts';
import {man} from './man.ts';
import {replay} from './replay.ts';
import {report} from './report.ts';
import {watch} from './watch.ts';

/** All commands; the first one runs when none is named. */
export const commands: readonly Command[] = [
	watch,
	report,
	check,
	balance,
	drain,
	roll,
	exporter,
	replay,
	demo,
	config,
	completion,
	man,
];
