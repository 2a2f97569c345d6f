/** What must not be cut apart: an accent belongs to its letter. */
export function graphemesOf(text: string): string[] {
	return Array.from(segmenter().segment(text), ({segment}) => segment);
}

let created: Intl.Segmenter | undefined;

/** The first one costs 25 ms, and most screens hold nothing that needs one. */
function segmenter(): Intl.Segmenter {
	created ??= new Intl.Segmenter();
	return created;
}
