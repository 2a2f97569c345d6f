import {spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {untilSettled} from '../../source/demo/count-leaders.ts';
import type {ClusterView} from '../../source/state/cluster-view.ts';
import {startRestarts} from '../../test/support/roll-stage.ts';
import {startTraffic, type TrafficEnd} from '../../test/support/steady-traffic.ts';
import type {Row} from '../row.ts';
import type {Stage} from '../stage/stage.ts';
import type {Part, Place, Suite} from '../suite.ts';

/** What a rolling restart costs a cluster that is in use, against stopping and starting one server after another. */
export const roll: Suite = {
	title:
		'A rolling restart: leadertop roll, against restarting one server after another when the last is back',
	parts: [part('old'), part('small')],
};

function part(stage: 'old' | 'small'): Part {
	return {stage, run: rollRows};
}

/** What one way of restarting all servers did, as an observer and a publisher saw it. */
type Cost = TrafficEnd & {
	/** Elections that nobody had asked for. */
	readonly unrequested: number;
	/** Longest time that a group was seen without a leader, in ms. */
	readonly longestGapMs: number;
	/** The same of all groups together. */
	readonly totalGapMs: number;
	readonly elapsedMs: number;
};

async function rollRows(stage: Stage, place: Place): Promise<Row[]> {
	place.log('restarting one server after another');
	const plain = await costOf(stage, async () => {
		for (const {name} of stage.local.servers) {
			// It stops in good order, and counts as back when the servers agree and have recovered.
			await stage.local.restartServer(name);
		}
	});
	place.log('the same with leadertop roll');
	const rolled = await costOf(stage, async () => rollAll(stage, place));
	const size = `${stage.groups} groups, ${stage.title.split(' ').at(-1) ?? ''}`;
	const row = (name: string, unit: string, of: (cost: Cost) => number): Row => ({
		name: `${name}: ${size}`,
		value: of(rolled),
		unit,
		decimals: 0,
		against: {name: 'one after another', value: of(plain)},
	});
	return [
		row('elections without a request', '', ({unrequested}) => unrequested),
		row('longest time of a group without a leader', 'ms', ({longestGapMs}) => longestGapMs),
		row('time of all groups without a leader', 'ms', ({totalGapMs}) => totalGapMs),
		{
			...row('longest pause of a publisher', 'ms', ({longestPauseMs}) => longestPauseMs),
			note: `${rolled.acknowledged} messages acknowledged, ${rolled.lost} of them lost; one after another ${plain.acknowledged}, ${plain.lost} lost`,
		},
		row('time for all of it', 'ms', ({elapsedMs}) => elapsedMs),
	];
}

async function costOf(stage: Stage, restartAll: () => Promise<void>): Promise<Cost> {
	await untilSettled(stage.local);
	const {cluster, store} = await stage.watch();
	const {view} = store;
	const traffic = await startTraffic(stage.local);
	const before = unrequestedIn(view);
	const startedAt = performance.now();
	try {
		await restartAll();
		const elapsedMs = performance.now() - startedAt;
		const end = await traffic.end();
		const {longestMs, totalMs} = view.electionSummary.gaps;
		return {
			...end,
			unrequested: unrequestedIn(view) - before,
			longestGapMs: longestMs,
			totalGapMs: totalMs,
			elapsedMs,
		};
	} finally {
		await cluster.close();
	}
}

function unrequestedIn({electionTotals}: ClusterView): number {
	const requested = ['ours', 'others', 'new'];
	return Object.entries(electionTotals).reduce(
		(sum, [cause, count]) => sum + (requested.includes(cause) ? 0 : count),
		0,
	);
}

async function rollAll({local, access}: Stage, {cli, scratch}: Place): Promise<void> {
	const restarts = await startRestarts(() => local.restartServer);
	try {
		const actAs = access.actAs.flatMap(account => ['--act-as', account]);
		const args = ['roll', '--yes', '--server', access.url, ...actAs, '--exec', restarts.command];
		const child = spawn(process.execPath, [cli, ...args], {
			stdio: ['ignore', 'ignore', 'pipe'],
			env: {...process.env, XDG_STATE_HOME: scratch, XDG_CONFIG_HOME: scratch},
		});
		let stderr = '';
		child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
		const [code]: readonly unknown[] = await once(child, 'exit');
		if (code !== 0) {
			throw new Error(`the roll ended with ${String(code)}: ${stderr}`);
		}
	} finally {
		await restarts.close();
	}
}
