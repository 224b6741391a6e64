import type { EngineForReading } from '../engine-service.ts';

/** Node retry, for who only shows its runs: a cluster is asked by the owner of the home. */
export const nodeRetryForReading: EngineForReading = {
  runs: async () => {
    const [{ createNodeEngine }, { bind }] = await Promise.all([
      import('../../engines/node-retry/index.ts'),
      import('../../runner/bound-engine.ts'),
    ]);
    const openWorld = () => Promise.reject(new Error('a reader has no world'));
    return { engine: bind(createNodeEngine({ openWorld, keepAttempts: () => undefined })) };
  },
};
