/** The states of runs that go on, or wait for somebody. */
export const unendedStates = ['pending', 'running', 'waiting', 'canceling'] as const;

/** The states of runs that have come to their end. */
const endedStates = ['succeeded', 'failed', 'canceled'] as const;

export const runStates = [...unendedStates, ...endedStates] as const;

export const isEndedState = (state: string): boolean => (endedStates as readonly string[]).includes(state);
