/** How the screen is divided. Every count is of rows or columns of the terminal; the parts add up to exactly its rows. */
export type Layout = {
	readonly columns: number;
	readonly rows: number;
	/**
	 * - `tiny`: below 60x15; only the servers
	 * - `compact`: servers above the groups; the 80x24 of every terminal
	 * - `wide`: beside the groups the details of what is selected, below them two lists of elections
	 */
	readonly size: 'tiny' | 'compact' | 'wide';
	readonly heading: 0 | 1;
	/** Rows of servers, without the captions of their columns. */
	readonly servers: number;
	/** The line that says why the picture is as it is. */
	readonly why: 0 | 1;
	/** Everything between the servers and the footer: groups, details, elections; or a dialog. */
	readonly body: number;
	/** Rows of groups, without the title and the captions. */
	readonly groups: number;
	/** Columns of the groups, and of what stands beside them after one column of rule. */
	readonly groupColumns: number;
	readonly sideColumns: number;
	/** Rows of elections and running work, without the rule above. */
	readonly elections: number;
	readonly footer: 0 | 1;
};

/** What of the picture decides about its division. */
export type LayoutNeeds = {
	/** Servers of the cluster shown, the row of leaderless groups included. */
	readonly servers: number;
	readonly why: boolean;
};

export const smallest = {columns: 60, rows: 15};
const widest = {columns: 120, rows: 30};

/** Divides a terminal of any size, down to 1x1. */
export function layoutOf(columns: number, rows: number, needs: LayoutNeeds): Layout {
	if (columns < smallest.columns || rows < smallest.rows) {
		return tinyLayout(columns, rows, needs);
	}

	const size = columns >= widest.columns && rows >= widest.rows ? 'wide' : 'compact';
	const elections = electionRows(size, rows);
	// Title line, captions of the servers, footer; title and captions of the groups; the rule above the elections.
	const fixed = 6 + elections;
	const why = needs.why && rows >= 20 ? 1 : 0;
	const free = rows - fixed - why;
	const servers = Math.max(1, Math.min(needs.servers, Math.max(3, Math.floor(free * 0.45))));
	const groups = free - servers;
	const sideColumns = size === 'wide' ? Math.min(90, Math.floor(columns * 0.38)) : 0;
	return {
		columns,
		rows,
		size,
		heading: 1,
		servers,
		why,
		body: groups + 3 + elections,
		groups,
		groupColumns: size === 'wide' ? columns - sideColumns - 1 : columns,
		sideColumns,
		elections,
		footer: 1,
	};
}

function electionRows(size: 'compact' | 'wide', rows: number): number {
	if (size === 'wide') {
		return Math.min(12, Math.floor(rows / 8));
	}

	return rows < 28 ? 1 : Math.min(4, Math.floor((rows - 20) / 4));
}

/** The title first, the servers as far as there is room, the captions and a line for what happened when there is more. */
function tinyLayout(columns: number, rows: number, needs: LayoutNeeds): Layout {
	const heading = rows >= 4 ? 1 : 0;
	const footer = rows >= 5 ? 1 : 0;
	const below = Math.max(0, rows - 1 - heading - footer);
	const servers = Math.min(needs.servers, below);
	return {
		columns,
		rows,
		size: 'tiny',
		heading,
		servers,
		why: 0,
		body: below - servers,
		groups: 0,
		groupColumns: columns,
		sideColumns: 0,
		elections: 0,
		footer,
	};
}
