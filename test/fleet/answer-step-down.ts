import {supports} from '../../source/domain/server-version.ts';
import type {FleetElections} from './fleet-elections.ts';
import {isUp, nameOf, type FleetGroup, type FleetServer, type FleetWorld} from './fleet-world.ts';

/** What a step-down brings: the answer's text; undefined when nobody answers. */
export class StepDownAnswers {
	readonly #world: FleetWorld;
	readonly #elections: FleetElections;

	constructor(world: FleetWorld, elections: FleetElections) {
		this.#world = world;
		this.#elections = elections;
	}

	/** @param tokens of the subject behind `$JS.API` */
	answer(account: string, tokens: readonly string[], body: string): string | undefined {
		const [kind = '', ...rest] = tokens;
		if (rest[0] !== 'LEADER' || rest[1] !== 'STEPDOWN') {
			return undefined;
		}

		const type = `io.nats.jetstream.api.v1.${kind.toLowerCase()}_leader_stepdown_response`;
		const fail = (code: number, errCode: number, description: string) =>
			JSON.stringify({type, error: {code, err_code: errCode, description}});
		const directed = supports(this.#world.version, 'directedStepDown');
		if (body !== '' && !directed) {
			return fail(400, 10_003, 'bad request');
		}

		const wanted = wantedIn(body);
		const preferred = this.#world.servers.find(({name}) => name === wanted);
		if (kind === 'META') {
			if (wanted !== undefined && !preferred) {
				return fail(400, 10_005, `preferred server "${wanted}" not known`);
			}

			this.#elections.electMeta(preferred);
			return JSON.stringify({type, success: true});
		}

		const group = this.#world.groups.get(nameOf({name: account}, rest[2] ?? '', rest[3]));
		if (!group) {
			return kind === 'STREAM'
				? fail(404, 10_059, 'stream not found')
				: fail(404, 10_014, 'consumer not found');
		}

		const refusal = this.#refuse(group, wanted, preferred);
		if (refusal !== undefined) {
			return fail(400, 10_005, refusal);
		}

		if (!group.leader) {
			return fail(503, 10_008, 'JetStream system temporarily unavailable');
		}

		if (group.peers.length > 1) {
			void this.#elections.stepDown(group, preferred);
		}

		return JSON.stringify({type, success: true});
	}

	#refuse(
		{peers, leader}: FleetGroup,
		wanted: string | undefined,
		preferred: FleetServer | undefined,
	): string | undefined {
		if (wanted === undefined) {
			return undefined;
		}

		if (!preferred || !peers.includes(preferred) || !isUp(preferred)) {
			return `preferred server "${wanted}" not known`;
		}

		return leader === preferred ? `preferred server "${wanted}" is already leader` : undefined;
	}
}

function wantedIn(body: string): string | undefined {
	if (body === '') {
		return undefined;
	}

	const {placement} = JSON.parse(body) as {readonly placement?: {readonly preferred?: string}};
	return placement?.preferred;
}
