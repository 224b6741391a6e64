import { realpath } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { responding } from '../../files/open-file.ts';
import { isAppError } from '../../contract/errors.ts';
import type { PlanFile } from './files.ts';
import type { Imports } from '../../adapters/sqlite/imports.ts';
import type { SecretVault } from '../../adapters/secrets/vault.ts';
import type { PlanCheck } from '../../contract/configure.ts';
import type { Finding } from '../../contract/finding.ts';
import type { CellReference } from '../../contract/site-plan.ts';
import type { WorkbookGrid } from '../../contract/workbook-grid.ts';
import type { ReadWorkbookOptions, WorkbookReading } from '../../workbook/index.ts';

/** Reads planning workbooks with what people decided about them, and keeps their secrets out of everything that is stored. */
export interface PlanService {
  read(file: PlanFile): Promise<WorkbookReading>;
  /** What would be found with another value in one cell. Nothing of it is kept. */
  tryValue(file: PlanFile, at: CellReference, value: string | null): Promise<readonly Finding[]>;
  /** The same with values in several cells, and the plan that comes of them. */
  tryValues(
    file: PlanFile,
    values: readonly TriedValue[],
  ): Promise<Pick<WorkbookReading, 'findings' | 'plan'>>;
  /** For showing; no password is in it. */
  grid(file: PlanFile): Promise<WorkbookGrid>;
}

type TriedValue = CellReference & { readonly value: string | null };

/** What the service needs of the home; null where there is none yet or it is only read. */
export interface PlanDecisions {
  readonly imports: Pick<Imports, 'find' | 'mappings'> | null;
  readonly vault: SecretVault | null;
  /** Keeps what was found in an imported workbook; null where the home is only read. */
  readonly counted: ((reading: WorkbookReading) => void) | null;
}

/**
 * One name for one file, however it was written: as the file system spells it, with links, letter case and drives
 * resolved. Throws FILE_UNREADABLE when its drive does not respond.
 */
export async function canonicalPath(path: string): Promise<string> {
  const absolute = isAbsolute(path) ? path : resolve(path);
  try {
    return await responding(absolute, realpath(absolute));
  } catch (thrown) {
    if (isAppError(thrown)) {
      throw thrown;
    }
    // Reading it will say that it is not there, by the name that was given.
    return absolute;
  }
}

export function createPlanService({ imports, vault, counted }: PlanDecisions): PlanService {
  /** What people decided about this workbook, as the reader takes it. */
  function decisionsFor(
    path: string,
    profile: string | null,
  ): Pick<ReadWorkbookOptions, 'mappings' | 'overrides' | 'ignored' | 'overrideSecrets'> {
    if (imports === null) {
      return {};
    }
    const mappings = [...imports.mappings(profile)];
    const found = imports.find(path);
    if (found === null) {
      return { mappings };
    }
    const { id, overrides, ignored } = found;
    return {
      mappings,
      overrides,
      ignored,
      ...(vault === null ? {} : { overrideSecrets: vault.kept(`import/${id}`) }),
    };
  }

  const tryValues: PlanService['tryValues'] = async ({ path, profile }, values) => {
    const { readWorkbookInWorker } = await import('../../workbook/read-in-worker.ts');
    const canonical = await canonicalPath(path);
    const decisions = decisionsFor(canonical, profile);
    const isTried = (at: CellReference): boolean =>
      values.some(({ sheet, cell }) => sheet === at.sheet && cell === at.cell);
    const tried = values.map(({ sheet, cell, value }) => ({
      sheet,
      cell,
      value,
      secret: false,
      original: null,
      reason: null,
      by: '',
      at: 0,
    }));
    return readWorkbookInWorker(canonical, {
      ...decisions,
      profile: profile ?? undefined,
      overrides: [...(decisions.overrides ?? []).filter((one) => !isTried(one)), ...tried],
    });
  };

  return {
    async read({ path, profile }) {
      const { readWorkbookInWorker } = await import('../../workbook/read-in-worker.ts');
      const canonical = await canonicalPath(path);
      const chosen = profile === null ? {} : { profile };
      const reading = await readWorkbookInWorker(canonical, {
        ...chosen,
        ...decisionsFor(canonical, profile),
      });
      vault?.foundIn({ sha256: reading.workbook.sha256, path: canonical }, reading.secrets);
      counted?.(reading);
      return reading;
    },
    tryValues,
    tryValue: async (file, at, value) => (await tryValues(file, [{ ...at, value }])).findings,
    async grid({ path, profile }) {
      const { readWorkbookGridInWorker } = await import('../../workbook/read-in-worker.ts');
      const canonical = await canonicalPath(path);
      const chosen = profile === null ? {} : { profile };
      return readWorkbookGridInWorker(canonical, { ...chosen, ...decisionsFor(canonical, profile) });
    },
  };
}

export function toPlanCheck({ profile, workbook, findings, counts }: WorkbookReading): PlanCheck {
  return {
    profile,
    workbook: { path: workbook.path, sha256: workbook.sha256 },
    findings: [...findings],
    counts,
  };
}
