import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Application } from '../../api/application.ts';
import { isAppError } from '../../contract/errors.ts';
import { planFileOf } from './files.ts';
import { describeIso, isIsoImage } from './iso-image.ts';
import { canonicalPath, type PlanService } from './plan-service.ts';

type Proposals = Pick<Application['configure'], 'image' | 'images' | 'proposedAddress'>;

const imageName = /^SMTX_VMTOOLS-.*\.iso$/i;

/** What lies beside the sheet or stands in it and could be meant; nothing of it is used without a yes. */
export function createProposals(plans: PlanService, home: string): Proposals {
  return {
    async image({ file, iso }, { grants }) {
      const [workbook, path] = [grants.resolve('read', file), grants.resolve('read', iso)];
      const { fileName, sizeBytes } = await describeIso(path, { workbook, home, isForPractice: true });
      return { fileName, sizeBytes, iso };
    },
    async images({ file }, { grants }) {
      const directory = dirname(await canonicalPath(grants.resolve('read', file)));
      // A folder that cannot be listed offers nothing; the run does not depend on it.
      const names = await readdir(directory).catch(() => []);
      const found = names.filter((name) => imageName.test(name)).sort();
      const images = await Promise.all(found.map((name) => imageAt(join(directory, name))));
      return images.flat().map(({ path, ...image }) => ({ ...image, iso: grants.grant('read', path) }));
    },
    async proposedAddress(request, call) {
      try {
        const [first] = (await plans.read(planFileOf(request, call))).plan.hosts;
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

/** An ISO that lies beside a workbook. */
interface ImageFile {
  readonly path: string;
  readonly fileName: string;
  readonly sizeBytes: number;
}

async function imageAt(path: string): Promise<readonly ImageFile[]> {
  const found = await stat(path).catch(() => null);
  const isImage = found?.isFile() === true && (await isIsoImage(path).catch(() => false));
  return isImage ? [{ path, fileName: basename(path), sizeBytes: found.size }] : [];
}
