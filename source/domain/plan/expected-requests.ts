/**
 * Step-downs to expect when so many leaders must move and servers before 2.11 choose the next leader themselves.
 */
export function expectedRequests(directed: number, undirected: number): number {
	return directed + 2 * undirected;
}
