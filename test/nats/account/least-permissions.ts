import {readFileSync} from 'node:fs';
import path from 'node:path';

const page = readFileSync(path.join(import.meta.dirname, '../../../docs/access.md'), 'utf8');

/** The least permissions of docs/access.md: what an operator would paste, taken out of its text. */
export const leastPermissions = {
	/** In the system account: watching everything. */
	watchSystem: permissionsOf('SYS', 'leadertop'),
	/** In any other account: watching its streams and consumers. */
	watchAccount: permissionsOf('SHOP', 'watcher'),
	/** In the account whose leaders shall step down, for --act-as. */
	act: permissionsOf('SHOP', 'mover'),
	/** In the system account: the meta leader's step-down, in addition. */
	actOnMeta: `"${found(/To step down the meta leader as well, add `"([^"`]+)"` to `publish`/)}"`,
} as const;

/** The same permissions, with subjects to publish to more. */
export function publishing(permissions: string, subjects: string): string {
	return permissions.replace('publish: [', `publish: [${subjects},`);
}

/** @param user in whose example they stand */
function permissionsOf(account: string, user: string): string {
	return found(
		new RegExp(
			`\\n\`\`\`\\n# accounts \\{ ${account} \\{ users: \\[ \\{user: ${user}, password: …,\\n(permissions: \\{\\n[^\`]+\\n\\})\\n\`\`\`\\n`,
		),
	);
}

function found(pattern: RegExp): string {
	const text = pattern.exec(page)?.[1];
	if (text === undefined) {
		throw new Error(`docs/access.md has no ${String(pattern)}`);
	}

	return text;
}
