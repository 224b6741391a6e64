import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Application, ImageFile } from '../../api/application.ts';
import { isAppError } from '../../contract/errors.ts';
import { canonicalPath, type PlanService } from './plan-service.ts';

type Proposals = Pick<Application['configure'], 'images' | 'proposedAddress'>;

const imageName = /^SMTX_VMTOOLS-.*\.iso$/i;

/** What lies beside the sheet or stands in it and could be meant; nothing of it is used without a yes. */
export function createProposals(plans: PlanService): Proposals {
  return {
    async images(workbookPath) {
      const directory = dirname(await canonicalPath(workbookPath));
      // A folder that cannot be listed offers nothing; the run does not depend on it.
      const names = await readdir(directory).catch(() => []);
      const found = names.filter((name) => imageName.test(name)).sort();
      const images = await Promise.all(found.map((name) => describe(join(directory, name), name)));
      return images.flat();
    },
    async proposedAddress(file) {
      try {
        const [first] = (await plans.read(file)).plan.hosts;
        return first === undefined ? null : addressOf(first.managementIp);
      } catch (thrown) {
        if (isAppError(thrown)) {
          return null;
        }
        throw thrown;
      }
    },
  };
}

const addressOf = (ip: string): string => `https://${ip.includes(':') ? `[${ip}]` : ip}`;

async function describe(path: string, fileName: string): Promise<readonly ImageFile[]> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() === true ? [{ path, fileName, sizeBytes: found.size }] : [];
}
