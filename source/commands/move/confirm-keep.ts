import {cleanText} from '../../domain/clean-text.ts';
import type {Offer} from '../../domain/plan/offer.ts';
import {stepDownWords} from '../../ui/rows/plan-words.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import type {CommandContext} from '../cli/command.ts';
import {featuresOf} from '../cli/features-of.ts';
import type {KeepOptions} from '../flags/keep-flags.ts';
import {printColumns} from '../cli/print-columns.ts';
import {askYes} from './ask-yes.ts';
import {offerText} from './print-offer.tsx';

type KeepQuestion = {
	readonly context: CommandContext;
	readonly options: KeepOptions;
	readonly view: ClusterView;
	/** What it would begin with. */
	readonly offer: Offer;
	/** What whoever says yes should know, each in one line. */
	readonly warnings: readonly string[];
	readonly signal: AbortSignal;
};

/**
 * Whether a cluster shall be kept even: on a terminal that is asked, with the plan that it would begin with, on stderr,
 * as stdout is for lines of JSON.
 */
export async function confirmKeep(question: KeepQuestion): Promise<'yes' | 'no' | 'nobody-to-ask'> {
	const {context, options, view, offer, warnings, signal} = question;
	const {env, stdin, stderr} = context;
	if (options.yes) {
		return 'yes';
	}

	if (!stdin.isTTY || !stderr.isTTY) {
		return 'nobody-to-ask';
	}

	const features = featuresOf(context, stderr);
	const columns = printColumns(stderr, env);
	stderr.write(offerText(offer, view, {features, columns, rules: options.rules, moves: false}));
	for (const warning of warnings) {
		stderr.write(`warning: ${cleanText(warning, 1000)}\n`);
	}

	const isYes = await askYes(titleOf(offer, options), context, stderr, signal);
	if (!isYes) {
		stderr.write('Nothing was done\n');
	}

	return isYes ? 'yes' : 'no';
}

/** `Keep east even: 20 step-downs now, at most 200 in any hour?` */
function titleOf({plan: {cluster, stepDowns}}: Offer, {maxPerHour}: KeepOptions): string {
	const now = stepDowns === 0 ? 'none' : stepDownWords(Math.min(stepDowns, maxPerHour));
	return `Keep ${cleanText(cluster)} even: ${now} now, at most ${stepDownWords(maxPerHour)} in any hour?`;
}
