import type { EngineForReading } from '../engine-service.ts';

export const lampsForReading: EngineForReading = {
  runs: async () => {
    const [{ createLampEngine }, { bind }, { createLampReport }] = await Promise.all([
      import('../../engines/lamp/index.ts'),
      import('../../runner/bound-engine.ts'),
      import('./report.ts'),
    ]);
    const lamps = { isOn: () => false, burning: () => 0, turn: () => undefined };
    const records = { save: () => undefined, burning: () => null, saw: () => undefined };
    return {
      engine: bind(createLampEngine({ lamps, records, pinOf: () => null })),
      report: (home, clock) => createLampReport(home.views, () => clock.now()),
    };
  },
};
