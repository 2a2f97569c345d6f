import type {Cluster} from '../../cluster.ts';

/** Whether groups of all accounts and the meta group are in sight: of an account alone they are not. */
export function seesAll({origin}: Pick<Cluster, 'origin'>): boolean {
	return origin.type !== 'nats' || origin.mode === 'system';
}
