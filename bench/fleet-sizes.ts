import type {FleetOptions} from '../test/fleet/fleet-options.ts';

export type FleetSize = Required<Pick<FleetOptions, 'servers' | 'groups' | 'accounts'>>;

/** The simulated fleets that are measured. */
export const fleetSizes = {
	small: {servers: 9, groups: 10_000, accounts: 50},
	medium: {servers: 30, groups: 30_000, accounts: 200},
	large: {servers: 100, groups: 100_000, accounts: 500},
} as const satisfies Readonly<Record<string, FleetSize>>;
