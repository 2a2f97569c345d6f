/** Whether something may be done, and if not, what is missing, in one line. */
export type Permission =
	{readonly type: 'allowed'} | {readonly type: 'locked'; readonly missing: string};
