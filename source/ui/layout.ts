/** How the screen is divided. Every count is of rows or columns of the terminal; the parts add up to exactly its rows. */
export type Layout = {
	readonly columns: number;
	readonly rows: number;
	/**
	 * - `tiny`: below 40x10; only the servers
	 * - `compact`: servers above the groups; the 80x24 of every terminal
	 * - `panels`: from 100x30 on; panes with borders, beside the groups the convergence, details and elections
	 */
	readonly size: 'tiny' | 'compact' | 'panels';
	/** Whether there is room to ask what acts. */
	readonly acts: boolean;
	/** Captions of the servers. */
	readonly heading: 0 | 1;
	/** Rows of servers, without captions and borders. */
	readonly servers: number;
	/** The line that says why the picture is as it is; in panels it stands in the border. */
	readonly why: 0 | 1;
	/** Everything between the servers and the footer: groups and what is beside them, or a dialog; titles and borders too. */
	readonly body: number;
	/** Rows of the content of a dialog over all of the body. */
	readonly dialogRows: number;
	/** Rows of groups, without title, captions and borders. */
	readonly groups: number;
	/** Columns for the content of the groups' pane, and of the panes beside them. */
	readonly groupColumns: number;
	readonly sideColumns: number;
	/** Rows of the panes beside the groups, with their borders; 0 where there are none. */
	readonly convergence: number;
	readonly details: number;
	/** Panels: as the panes above. Compact: rows of elections and running work below the groups, without the rule. */
	readonly elections: number;
	readonly footer: 0 | 1;
};

/** What of the picture decides about its division. */
type LayoutNeeds = {
	/** Servers of the cluster shown, the row of leaderless groups included. */
	readonly servers: number;
	readonly why: boolean;
};

/** From here on one can act: a question, its reasons and its keys are in view. */
export const smallestToAct = {columns: 60, rows: 12};
const smallestWithGroups = {columns: 40, rows: 10};
const smallestWithPanels = {columns: 100, rows: 30};

/** Divides a terminal of any size, down to 1x1. */
export function layoutOf(columns: number, rows: number, needs: LayoutNeeds): Layout {
	const fits = (size: {readonly columns: number; readonly rows: number}) =>
		columns >= size.columns && rows >= size.rows;
	if (!fits(smallestWithGroups)) {
		return tinyLayout(columns, rows, needs);
	}

	return fits(smallestWithPanels)
		? panelLayout(columns, rows, needs)
		: {...compactLayout(columns, rows, needs), acts: fits(smallestToAct)};
}

const nothingBeside = {sideColumns: 0, convergence: 0, details: 0};

function compactLayout(columns: number, rows: number, needs: LayoutNeeds): Layout {
	const elections = rows < 15 ? 0 : rows < 28 ? 1 : Math.min(4, Math.floor((rows - 20) / 4));
	// Header, captions of the servers, footer; title and captions of the groups; the rule above the elections.
	const fixed = 5 + elections + Math.sign(elections);
	const why = needs.why && rows >= 20 ? 1 : 0;
	const free = rows - fixed - why;
	const servers = Math.max(1, Math.min(needs.servers, Math.max(3, Math.floor(free * 0.45))));
	const groups = free - servers;
	const body = groups + 2 + elections + Math.sign(elections);
	return {
		columns,
		rows,
		size: 'compact',
		acts: true,
		heading: 1,
		servers,
		why,
		body,
		dialogRows: body - 1,
		groups,
		groupColumns: columns,
		...nothingBeside,
		elections,
		footer: 1,
	};
}

/** Rows that details need to be worth a pane of their own. */
const leastDetails = 8;

function panelLayout(columns: number, rows: number, needs: LayoutNeeds): Layout {
	const most = Math.max(3, Math.floor((rows - 8) * 0.4));
	const servers = Math.max(1, Math.min(needs.servers, most));
	// Header and footer; captions and borders of the servers.
	const body = rows - 2 - servers - 3;
	const side = Math.min(90, Math.floor(columns * 0.42));
	const convergence = between(6, Math.floor(body * 0.35), 12);
	const elections = between(5, Math.floor(body * 0.3), 14);
	const details = body - convergence - elections;
	const hasDetails = details >= leastDetails;
	return {
		columns,
		rows,
		size: 'panels',
		acts: true,
		heading: 1,
		servers,
		why: 0,
		body,
		dialogRows: body - 2,
		groups: body - 3,
		groupColumns: columns - side - 2,
		sideColumns: side - 2,
		convergence,
		details: hasDetails ? details : 0,
		elections: hasDetails ? elections : body - convergence,
		footer: 1,
	};
}

function between(least: number, value: number, most: number): number {
	return Math.max(least, Math.min(most, value));
}

/** The title first, the servers as far as there is room, the captions and a line for what happened when there is more. */
function tinyLayout(columns: number, rows: number, needs: LayoutNeeds): Layout {
	const heading = rows >= 4 ? 1 : 0;
	const footer = rows >= 5 ? 1 : 0;
	const below = Math.max(0, rows - 1 - heading - footer);
	const servers = Math.min(needs.servers, below);
	const body = below - servers;
	return {
		columns,
		rows,
		size: 'tiny',
		acts: false,
		heading,
		servers,
		why: 0,
		body,
		dialogRows: body,
		groups: 0,
		groupColumns: columns,
		...nothingBeside,
		elections: 0,
		footer,
	};
}

/** Rows of accounts that there is room for: titles, captions, borders and the facts stand around them. */
export function accountRowsInView(layout: Layout): number {
	const edges = layout.size === 'panels' ? 4 : 2;
	return Math.max(1, layout.body - edges - 1 - accountFactsHeight(layout));
}

/** Rows about the selected account. */
export function accountFactsHeight({body}: Layout): number {
	return Math.max(2, Math.min(6, Math.floor(body / 4)));
}
