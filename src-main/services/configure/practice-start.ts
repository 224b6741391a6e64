import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Application } from '../../api/application.ts';
import { unendedStates } from '../../contract/run-states.ts';
import { AppError } from '../../contract/errors.ts';
import { openImport, type ImportParts } from './open-import.ts';
import type { OpenHome } from '../open-home.ts';
import type { RunViews } from '../runs/run-views.ts';
import { practiceFolder } from './iso-image.ts';
import { practiceImage } from './practice-image.ts';
import { practiceFaults } from '../practice/serve-practice.ts';
import type { ConfigureServices } from './configure-services.ts';

const sampleWorkbook = fileURLToPath(new URL('../../../resources/sample-planning.xlsx', import.meta.url));

interface PracticeParts extends ImportParts {
  readonly services: ConfigureServices;
  readonly home: Pick<OpenHome, 'views'>;
}

/** The newcomer's first run: a sample workbook of one's own, and the practice site of this home. */
export function createPractice(parts: PracticeParts): Application['practice'] {
  const { services, plans, home } = parts;
  const folder = practiceFolder(services.home);
  const workbook = join(folder, 'sample-planning.xlsx');
  async function reset(): Promise<void> {
    requireUnused(home.views);
    await services.practice.reset();
    services.siteChecks.forgetPractice();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }

  return {
    // Those of the Kubernetes part come with the engine that meets them.
    faults: async () => (await practiceFaults()).filter(({ example }) => !example.startsWith('pod:')),
    async open({ fresh, pace }, { grants }) {
      if (fresh) {
        await reset();
      }
      // The serial is written into it, so the one that is shipped stays as it is.
      if ((await stat(workbook).catch(() => null)) === null) {
        await mkdir(folder, { recursive: true });
        await copyFile(sampleWorkbook, workbook);
      }
      const { id } = await openImport({ services, plans }, { path: workbook, profile: null });
      const { path, name, sizeBytes } = await practiceImage(folder, pace ?? services.practice.pace());
      return {
        import: services.imports.show(id),
        iso: { grant: grants.grant('read', path), name, sizeBytes },
      };
    },
    pace: () => services.practice.pace(),
    address: () => services.practice.address(),
    reset,
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
