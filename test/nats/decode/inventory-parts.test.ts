import {describe, expect, it} from 'vitest';
import {inventory, inventoryParts, type Inventory} from '../../../source/nats/decode/inventory.ts';
import {UndecodableError} from '../../../source/nats/decode/undecodable-error.ts';
import type {FleetOptions} from '../../fleet/fleet-options.ts';
import {foundFleet} from '../../fleet/found-fleet.ts';
import {jsz} from '../../fleet/replies/jsz.ts';
import {serverInfo} from '../../fleet/replies/server-info.ts';

const now = Date.UTC(2026, 0, 15, 14, 0, 0);
const nobody = () => undefined;

/** The reply of a fleet's first server. */
function replyOf(options: FleetOptions, config = true): string {
	const world = foundFleet(options, now);
	const [server] = world.servers;
	const asked = {streams: true, consumer: true, config};
	return server
		? `{"server":${serverInfo(server, world, now)},"data":${jsz(server, world, asked, now)}}`
		: '';
}

async function inParts(text: string, ledBy?: string) {
	let turns = 0;
	const nextTurn = async () => void turns++;
	const parts: Inventory[] = [];
	const bytes = new TextEncoder().encode(text);
	for await (const {part} of inventoryParts(bytes, {nameOfNode: nobody, nextTurn, ledBy})) {
		parts.push(part);
	}

	return {parts, turns};
}

async function joined(
	text: string,
	ledBy?: string,
): Promise<Omit<Inventory, 'unstarted' | 'unproven'>> {
	const {parts} = await inParts(text, ledBy);
	const [{summary} = inventory({}, nobody)] = parts;
	return {
		summary,
		accounts: parts.flatMap(({accounts}) => accounts),
		led: parts.flatMap(({led}) => led),
		leaderless: parts.flatMap(({leaderless}) => leaderless),
		followed: parts.flatMap(({followed}) => followed),
		orphaned: parts.flatMap(({orphaned}) => orphaned),
		malformed: parts.reduce((sum, {malformed}) => sum + malformed, 0),
	};
}

describe('an inventory read in parts', () => {
	it.each<[string, FleetOptions]>([
		['without groups', {groups: 0, accounts: 3}],
		['of many accounts', {groups: 3000, accounts: 60}],
		['of one large account', {groups: 3000, accounts: 1}],
	])('%s tells the same as in one go', async (_, options) => {
		const text = replyOf(options);
		expect(inventory(JSON.parse(text), nobody)).toMatchObject(await joined(text));
	});

	it('needs only what its server leads, and what nobody leads', async () => {
		const text = replyOf({groups: 3000, accounts: 20}, false).replaceAll(
			/("raft_group":"[^"]+7"),"leader":"[^"]+"/g,
			'$1',
		);
		const all = inventory(JSON.parse(text), nobody);
		expect(all.led.length).toBeGreaterThan(500);
		expect(all.leaderless.length).toBeGreaterThan(10);
		const needed = await joined(text, 'n1');
		expect(all).toMatchObject({...needed, followed: all.followed});
		// Of the others only streams that have a consumer to be read.
		expect(needed.followed.length).toBeLessThan(all.followed.length / 2);
		// A name that JSON may write in several ways.
		expect(all).toMatchObject(await joined(text, 'n<1>'));
	});

	it('leaves the others a turn for each quarter of a megabyte', async () => {
		const text = replyOf({groups: 3000, accounts: 1});
		const {parts, turns} = await inParts(text);
		const quarters = text.length / 250_000;
		expect(quarters).toBeGreaterThan(4);
		expect(parts.length).toBeGreaterThanOrEqual(Math.floor(quarters));
		expect(turns).toBeGreaterThanOrEqual(parts.length);
		const largest = Math.max(...parts.map(({led}) => led.length));
		const all = parts.reduce((sum, {led}) => sum + led.length, 0);
		expect(largest).toBeLessThan(all / 2);
	});

	it('is not misled by names that look like its structure', async () => {
		const text = replyOf({groups: 30, accounts: 2})
			.replaceAll('"allow_msg_ttl"', String.raw`"note":"\"stream_detail\":[{]}\\","allow_msg_ttl"`)
			.replaceAll('STREAM-1"', String.raw`ü \" [{ \\"`);
		expect(inventory(JSON.parse(text), nobody)).toMatchObject(await joined(text));
	});

	it('is read in one piece when it is not written as nats-server does', async () => {
		const value: unknown = JSON.parse(replyOf({groups: 30, accounts: 2}));
		expect(inventory(value, nobody)).toMatchObject(
			await joined(JSON.stringify(value, undefined, 2)),
		);
	});

	it('is undecodable where it is cut short', async () => {
		const text = replyOf({groups: 30, accounts: 2});
		for (let length = 0; length < text.length; length += 997) {
			await expect(inParts(text.slice(0, length))).rejects.toThrow(UndecodableError);
		}
	});
});
