import {currentStep} from '../../domain/upgrade/checklist.ts';
import type {Scene} from '../rows/scene.ts';

/**
 * Whether a server that is kept empty is to get leaders again, rather than that its drain goes on. One that is back from
 * its restart is, also where its drain was never finished.
 */
export function isToUndrain(
	server: string,
	{drained, servers, checklists}: Pick<Scene, 'drained' | 'servers' | 'checklists'>,
): boolean {
	const checklist = checklists.get(server);
	const isBack = checklist !== undefined && currentStep(checklist) === 'undrained';
	const isUnfinished = servers.some(({id, drain}) => id === server && drain === 'unfinished');
	return drained.has(server) && (isBack || !isUnfinished);
}
