import {existsSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type {ClusterOptions} from '../../source/demo/server-config.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {resolveNatsServer} from '../../source/demo/resolve-nats-server.ts';
import type {WantedVersion} from '../../source/demo/server-version.ts';
import {TooLateError} from '../../source/demo/poll-until.ts';
import {startCluster} from '../../source/demo/start-cluster.ts';

const versions = {
	'2.9': {type: 'series', series: '2.9'},
	'2.10': {type: 'series', series: '2.10'},
	'2.11': {type: 'series', series: '2.11'},
	'2.12': {type: 'series', series: '2.12'},
	'2.14': {type: 'series', series: '2.14'},
	// The first that tells its leader counts cheaply, with `{"raft": true}`.
	newest: {type: 'at-least', version: '2.12.1'},
} as const satisfies Readonly<Record<string, WantedVersion>>;

/** The generations of servers that the tests run on. */
export type Series = keyof typeof versions;

/** They are where `npm run test:servers` has put them, in the folder that `LEADERTOP_TEST_SERVERS` names. */
const furtherSeries = ['2.11', '2.12', '2.14'] as const satisfies readonly Series[];

function fileOf(series: Series): string {
	return path.join(process.env['LEADERTOP_TEST_SERVERS'] ?? '', `nats-server-${series}`);
}

/** Those that can name the next leader of a group (2.11 and newer), and are at hand. */
export const directedSeries: readonly Series[] = [
	...furtherSeries.filter(series => existsSync(fileOf(series))),
	'newest',
];

/** All that are at hand. */
export const everySeries: readonly Series[] = ['2.9', '2.10', ...directedSeries];

/** Those that are not. */
export const missingSeries = furtherSeries.filter(series => !everySeries.includes(series));

export type TestClusterOptions = Omit<ClusterOptions, 'binary'> & {
	/** One for all servers, or one a server. Default: `newest`. */
	readonly series?: Series | readonly Series[];
};

/**
 * A real cluster for a test: three servers of the newest version and two accounts, SHOP and PAY, unless told
 * otherwise. The server is fetched when neither this machine nor the cache has it. The caller stops it.
 */
export async function startTestCluster({
	series = 'newest',
	...options
}: TestClusterOptions = {}): Promise<LocalCluster> {
	const wanted = typeof series === 'string' ? [series] : series;
	const binary: string[] = [];
	for (const one of wanted) {
		binary.push(await testServer(one));
	}

	const start = async () =>
		startCluster({accounts: [{name: 'SHOP'}, {name: 'PAY'}], ...options, binary});
	try {
		return await start();
	} catch (error) {
		// New servers may elect no meta leader, seen once in many runs, with 2.10: that is no test's concern.
		if (!(error instanceof TooLateError)) {
			throw error;
		}

		return start();
	}
}

/** The path of a nats-server of a series. */
export async function testServer(series: Series): Promise<string> {
	if (existsSync(fileOf(series))) {
		return fileOf(series);
	}

	// A binary named by the developer would be of one version only.
	const env = {...process.env, LEADERTOP_NATS_SERVER: undefined};
	return (await resolveNatsServer({wanted: versions[series], env})).path;
}
