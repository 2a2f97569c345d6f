import type {GroupIdentity} from '../../domain/raft-group.ts';
import type {Glyphs} from '../glyphs.ts';

/** `ORDERS` for a stream, `ORDERS › billing` for a consumer. */
export function groupName(
	{stream, consumer}: Pick<GroupIdentity, 'stream' | 'consumer'>,
	{within}: Glyphs,
): string {
	return consumer === undefined ? stream : `${stream} ${within} ${consumer}`;
}
