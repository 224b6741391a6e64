import type { Application } from '../../api/application.ts';
import { AppError } from '../../contract/errors.ts';
import { unendedStates } from '../../contract/run-states.ts';
import type { EngineService } from '../engine-service.ts';
import type { OpenHome } from '../open-home.ts';
import type { RunViews } from '../runs/run-views.ts';
import { practiceFaults } from './serve-practice.ts';

/** The practice site of this home, for every engine: its faults, its pace, and beginning again. */
export function createPracticeRoom(
  { services: { practice, connections }, views }: OpenHome,
  engines: readonly EngineService[],
): Application['practice'] {
  return {
    // Those of the Kubernetes part come with the engine that meets them.
    faults: async () => (await practiceFaults()).filter(({ group }) => group !== 'kubernetes'),
    pace: () => practice.pace(),
    address: () => practice.address(),
    async reset() {
      requireUnused(views);
      await practice.reset();
      await connections.forgetPractice();
      for (const engine of engines) {
        await engine.forgetPractice?.();
      }
    },
  };
}

function requireUnused(views: RunViews): void {
  const { runs } = views.list({ states: [...unendedStates], target: 'practice:own', limit: 1 });
  const [held] = runs;
  if (held === undefined) {
    return;
  }
  const text = {
    zh: `演练环境正由执行任务 ${held.id} 使用；请先结束或取消该任务，再重置。`,
    en: `The practice site is in use by run ${held.id}. End or cancel that run, then reset the site.`,
  };
  throw new AppError('TARGET_HELD', text, { data: { run: held.id } });
}
