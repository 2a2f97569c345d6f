import {parseSync} from 'oxc-parser';

/** Every module that a source text names: static, type-only, re-exported, dynamic and `import type('…')` ones. */
export function importsOf(file: string, text: string): string[] {
	const {module, program, errors} = parseSync(file, text);
	if (errors.length > 0) {
		throw new Error(`${file} does not parse: ${errors[0]?.message ?? ''}`);
	}

	const found = new Set<string>();
	for (const entry of module.staticImports) {
		found.add(entry.moduleRequest.value);
	}

	for (const statement of module.staticExports) {
		for (const entry of statement.entries) {
			if (entry.moduleRequest) {
				found.add(entry.moduleRequest.value);
			}
		}
	}

	collect(program, found);
	return [...found];
}

const requesting = new Set(['ImportExpression', 'TSImportType', 'ExportAllDeclaration']);

function collect(node: unknown, found: Set<string>): void {
	if (Array.isArray(node)) {
		for (const item of node) {
			collect(item, found);
		}

		return;
	}

	if (typeof node !== 'object' || node === null) {
		return;
	}

	const fields = node as Record<string, unknown>;
	if (typeof fields['type'] === 'string' && requesting.has(fields['type'])) {
		const literal = (fields['source'] ?? fields['argument']) as Record<string, unknown> | undefined;
		const value =
			literal?.['value'] ?? (literal?.['literal'] as Record<string, unknown>)?.['value'];
		found.add(typeof value === 'string' ? value : `<computed in ${fields['type']}>`);
	}

	for (const value of Object.values(fields)) {
		collect(value, found);
	}
}
