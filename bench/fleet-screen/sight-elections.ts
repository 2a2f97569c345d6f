import {setTimeout as sleep} from 'node:timers/promises';
import type {NatsConnection} from 'nats';
import type {MeteredTerminal} from '../metered-terminal.ts';

/**
 * How long it took from each advisory of an election, as it arrived here, until the program in the terminal had written a
 * frame that shows it or a later one, in ms. An election that it does not show within 5 s is left out.
 */
export async function sightElections(
	system: NatsConnection,
	{watch}: Pick<MeteredTerminal, 'watch'>,
	doing: () => Promise<void>,
): Promise<number[]> {
	const heard: Heard[] = [];
	const advisories = system.subscribe('$JS.EVENT.ADVISORY.*.LEADER_ELECTED.>', {
		callback(_error, message) {
			const {account, stream, consumer = ''} = message.json<Readonly<Record<string, string>>>();
			heard.push({
				name: [account, stream, consumer].join(' '),
				at: performance.now(),
				shownAt: NaN,
			});
		},
	});
	await system.flush();
	const unwatch = watch((lines, writtenAt) => {
		const name = newestElection(lines);
		const same = heard.filter(election => election.name === name);
		const [shown] = same;
		// Of a group that elected twice nobody could say which election is shown.
		if (shown && same.length === 1) {
			for (const election of heard.slice(0, heard.indexOf(shown) + 1)) {
				if (Number.isNaN(election.shownAt) && election.at <= writtenAt) {
					election.shownAt = writtenAt;
				}
			}
		}
	});
	try {
		await doing();
		const deadline = performance.now() + 5000;
		while (heard.some(isUnseen) && performance.now() < deadline) {
			await sleep(20);
		}
	} finally {
		unwatch();
		advisories.unsubscribe();
	}

	return heard.filter(election => !isUnseen(election)).map(({at, shownAt}) => shownAt - at);
}

type Heard = {readonly name: string; readonly at: number; shownAt: number};

function isUnseen({shownAt}: Heard): boolean {
	return Number.isNaN(shownAt);
}

/** `14:02:09 ACCOUNT1 STREAM-7 › consumer-2  n1 → n3`: the uppermost is the newest. */
const election = /\d\d:\d\d:\d\d (\S+) (\S+)(?: › (\S+))? {2}/;

function newestElection(lines: readonly string[]): string | undefined {
	for (const line of lines) {
		const [, account, stream, consumer = ''] = election.exec(line) ?? [];
		if (account !== undefined) {
			return [account, stream, consumer].join(' ');
		}
	}

	return undefined;
}
