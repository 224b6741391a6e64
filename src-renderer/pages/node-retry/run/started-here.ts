/** Runs that were started in this window and whose page was not shown yet: what they come to is told from their beginning. */
export const startedHere = new Set<string>();
