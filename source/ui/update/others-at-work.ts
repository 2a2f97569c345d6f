import {cleanText} from '../../domain/clean-text.ts';
import type {Move} from '../../domain/move.ts';
import type {World} from '../world.ts';

/** The clusters that moves are in. */
export function clustersOf(
	moves: readonly Pick<Move, 'group'>[],
	{groups}: Pick<World['view'], 'groups'>,
): readonly string[] {
	return [...new Set(moves.map(({group}) => groups.get(group)?.cluster))].filter(
		name => name !== undefined,
	);
}

/**
 * Who else moves leaders where these would be moved, one line for each cluster.
 * @param isRun whether that is refused as long as somebody else is at it
 */
export function othersAtWork(
	moves: readonly Move[],
	isRun: boolean,
	{view, mover}: Pick<World, 'view' | 'mover'>,
): readonly string[] {
	return clustersOf(moves, view).flatMap(name => {
		const words = mover?.(name);
		return words === undefined
			? []
			: [
					`${cleanText(name)}: ${words}. ${isRun ? 'As long as that lasts, this is refused.' : 'What you move may be moved back.'}`,
				];
	});
}
