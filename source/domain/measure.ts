/** What bars, ratios, orders and plans are about: how many leaders a server has, or how many messages they handle. */
export type Measure = 'count' | 'load';
