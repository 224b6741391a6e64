import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Application } from '../../api/application.ts';
import { openImport, type ImportParts } from './open-import.ts';
import { practiceFolder } from './iso-image.ts';
import { practiceImage } from './practice-image.ts';
import type { ConfigureServices } from './configure-services.ts';

const sampleWorkbook = fileURLToPath(new URL('../../../resources/sample-planning.xlsx', import.meta.url));

interface PracticeParts extends ImportParts {
  readonly services: ConfigureServices;
}

/** The newcomer's first run: a sample workbook of one's own, for the practice site of this home. */
export function createPracticeStart({
  services,
  plans,
}: PracticeParts): Application['configure']['practiceStart'] {
  const folder = practiceFolder(services.home);
  const workbook = join(folder, 'sample-planning.xlsx');
  return async ({ pace }, { grants }) => {
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
  };
}

/** The sample and the site check of the practice site that is no more. */
export async function forgetPractice({
  home,
  siteChecks,
}: Pick<ConfigureServices, 'home' | 'siteChecks'>): Promise<void> {
  siteChecks.forgetPractice();
  await rm(practiceFolder(home), { recursive: true, force: true, maxRetries: 3 });
}
