import {supports} from '../domain/server-version.ts';
import type {Random} from './random.ts';

/** How a step-down takes its time, in ms after the request. */
export type TransferTime = {readonly answeredMs: number; readonly electedMs: number};

/** As measured on nats-server 2.15 on the one hand, 2.9 and 2.10 (which first wait for the other peers) on the other. */
export function transferTime(version: string, random: Random): TransferTime {
	return supports(version, 'directedStepDown')
		? {answeredMs: random.whole(10, 18), electedMs: random.whole(20, 35)}
		: {answeredMs: random.whole(249, 253), electedMs: random.whole(258, 272)};
}
