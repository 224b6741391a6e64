import type { EngineForReading } from '../engine-service.ts';

/** Workload restart, for who only shows its runs: a cluster is asked by the owner of the home. */
export const restartForReading: EngineForReading = {
  runs: async () => {
    const [{ createRestartEngine }, { bind }] = await Promise.all([
      import('../../engines/restart/index.ts'),
      import('../../runner/bound-engine.ts'),
    ]);
    const openWorld = () => Promise.reject(new Error('a reader has no world'));
    return { engine: bind(createRestartEngine(openWorld)) };
  },
};
