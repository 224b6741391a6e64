import type { EngineForReading } from '../engine-service.ts';

/** Cluster configuration, for who only reads: its runs are loaded where there are any, its rooms always. */
export const configureForReading: EngineForReading = {
  runs: async () => (await import('./runs-for-reading.ts')).configureRuns,
  rooms: async (home) => (await import('./rooms-for-reading.ts')).openConfigureRooms(home),
};
