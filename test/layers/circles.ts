/** What imports what: a file or a folder, and all that it imports. */
export type Imports = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The groups of nodes that import each other in a circle, each sorted by name; empty when the imports form a tree.
 * Tarjan, "Depth-first search and linear graph algorithms", 1972.
 */
export function circles(imports: Imports): string[][] {
	const order = new Map<string, number>();
	const path: string[] = [];
	const found: string[][] = [];

	const visit = (node: string): number => {
		let low = order.size;
		order.set(node, low);
		path.push(node);
		for (const next of imports.get(node) ?? []) {
			if (!order.has(next)) {
				low = Math.min(low, visit(next));
			} else if (path.includes(next)) {
				low = Math.min(low, order.get(next) ?? low);
			}
		}

		if (low === order.get(node)) {
			const circle = path.splice(path.indexOf(node));
			if (circle.length > 1 || imports.get(node)?.has(node)) {
				found.push(circle.sort());
			}
		}

		return low;
	};

	for (const node of imports.keys()) {
		if (!order.has(node)) {
			visit(node);
		}
	}

	return found;
}

/**
 * The imports between folders, from those between their files. A folder is the files directly in it; a file outside all
 * folders stands for itself.
 */
export function betweenFolders(files: Imports): Imports {
	const folders = new Map<string, Set<string>>();
	for (const [file, targets] of files) {
		const home = folderOf(file);
		const imported = folders.get(home) ?? new Set<string>();
		for (const target of targets) {
			if (folderOf(target) !== home) {
				imported.add(folderOf(target));
			}
		}

		folders.set(home, imported);
	}

	return folders;
}

function folderOf(file: string): string {
	return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : file;
}
