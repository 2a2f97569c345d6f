/** Our own signs in text that is printed, and what stands for them where only ASCII can be drawn. */
const signs: Readonly<Record<string, string>> = {
	'→': '->',
	'›': '>',
	'…': '~',
	'×': 'x',
	'·': '-',
};

/** Printed text for a terminal without UTF-8, or with `--ascii`: in ASCII alone, `?` for what has no such form. */
export function asciiText(text: string): string {
	return text.replaceAll(/[^\n -~]/gu, char => signs[char] ?? '?');
}
