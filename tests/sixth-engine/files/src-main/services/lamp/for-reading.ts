import type { EngineForReading } from '../engine-service.ts';

export const lampsForReading: EngineForReading = {
  runs: async () => {
    const [{ createLampEngine }, { bind }] = await Promise.all([
      import('../../engines/lamp/index.ts'),
      import('../../runner/bound-engine.ts'),
    ]);
    const { createLampReport } = await import('./report.ts');
    const nowhere = { isOn: () => false, turn: () => undefined };
    return {
      engine: bind(createLampEngine(nowhere, { save: () => undefined })),
      report: createLampReport,
    };
  },
};
