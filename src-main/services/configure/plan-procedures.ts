import type { Imports } from '../../adapters/sqlite/imports.ts';
import { writeNamedOutput } from '../../adapters/files/named-output.ts';
import type { Application } from '../../api/application.ts';
import { asReadLast, planFileOf, type PlanFile } from './files.ts';
import type { MappingProposal, PlanCheck } from '../../contract/configure.ts';
import { AppError, isAppError } from '../../contract/errors.ts';
import { canonicalPath, toPlanCheck, type PlanService } from './plan-service.ts';

export interface PlanParts {
  readonly home: string;
  /** Null where there is no home yet. */
  readonly imports: Pick<Imports, 'show'> | null;
}

/** What can be asked about a workbook; the same for the owner of a home and for readers. */
export function createPlan(plans: PlanService, { home, imports }: PlanParts): Application['plan'] {
  return {
    propose: (request, call) => propose(planFileOf(request, call)),
    grid({ id }) {
      const found = imports?.show(id);
      if (found === undefined) {
        throw new AppError('INTERNAL', 'without a home there are no imports');
      }
      return plans.grid(asReadLast(found));
    },
    async check(request, call) {
      const file = planFileOf(request, call);
      try {
        return toPlanCheck(await plans.read(file));
      } catch (thrown) {
        if (!isAppError(thrown) || thrown.code !== 'WORKBOOK_PROFILE_UNKNOWN') {
          throw thrown;
        }
        return await checkUnknown(file);
      }
    },
    async read(request, call) {
      const reading = await plans.read(planFileOf(request, call));
      return {
        ...toPlanCheck(reading),
        plan: reading.plan,
        leftOut: reading.leftOut.map((row) => ({ ...row })),
      };
    },
    async exportFindings({ out, overwrite = false, language, ...request }, call) {
      const file = planFileOf(request, call);
      const { findingsWorkbook, isFindingsWorkbook } = await import('../../workbook/index.ts');
      const bytes = await findingsWorkbook(await plans.read(file), language);
      await writeNamedOutput(call.grants.resolve('write', out), bytes, {
        endings: ['.xlsx'],
        inputs: [file.path],
        home,
        overwrite,
        isOurs: isFindingsWorkbook,
      });
    },
  };
}

async function propose({ path, profile }: PlanFile): Promise<MappingProposal> {
  const { proposeMappingInWorker } = await import('../../workbook/read-in-worker.ts');
  const { mapping, findings, misses, sheets, isComplete } = await proposeMappingInWorker(
    await canonicalPath(path),
    {
      ...(profile === null ? {} : { profile }),
    },
  );
  const found = { ...sheets, titles: [...sheets.titles] };
  return { mapping, findings: [...findings], misses: [...misses], sheets: found, isComplete };
}

/** A revision that no profile fits is told by its near misses, each at its cell. */
async function checkUnknown(file: PlanFile): Promise<PlanCheck> {
  const [{ mapping, findings }, { sha256OfFile }] = await Promise.all([
    propose(file),
    import('../../workbook/write-cell/file-hash.ts'),
  ]);
  const count = (severity: string): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const path = await canonicalPath(file.path);
  return {
    profile: `${mapping.basedOn}?`,
    workbook: { path, sha256: await sha256OfFile(path) },
    findings,
    counts: { error: count('error'), warning: count('warning'), info: count('info') },
  };
}
