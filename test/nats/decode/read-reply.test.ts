import {gzipSync} from 'node:zlib';
import {headers, type Msg} from 'nats';
import {expect, it} from 'vitest';
import {readReply} from '../../../source/nats/decode/read-reply.ts';
import {UndecodableError} from '../../../source/nats/decode/json-value.ts';

it('reads a small compressed reply', async () => {
	const value = {server: {name: 'n1'}};
	const text = JSON.stringify(value);
	const packed = gzipSync(text);
	expect(await readReply(compressed(packed))).toEqual({
		value,
		wireBytes: packed.length,
		rawBytes: text.length,
	});
});

it('reads a reply that is small on the wire only', async () => {
	const value = Array.from({length: 300_000}, () => 0);
	const packed = gzipSync(JSON.stringify(value));
	expect(packed.length).toBeLessThan(8192);
	expect((await readReply(compressed(packed))).value).toEqual(value);
});

it.each([
	['what is not compressed at all', Buffer.from('{"a":1}')],
	['what breaks off', gzipSync('{"a":1}').subarray(0, 12)],
	['what is no JSON', gzipSync('{"a":')],
])('refuses %s', async (_what, packed) => {
	await expect(readReply(compressed(packed))).rejects.toThrow(UndecodableError);
});

function compressed(data: Uint8Array): Msg {
	const encoding = headers();
	encoding.set('Content-Encoding', 'gzip');
	return {data, headers: encoding} as Msg;
}
