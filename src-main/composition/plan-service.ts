import { realpathSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import type { PlanFile } from '../api/application.ts';
import type { Imports } from '../adapters/sqlite/imports.ts';
import type { SecretVault } from '../adapters/secrets/vault.ts';
import type { PlanCheck } from '../contract/configure.ts';
import type { WorkbookReading } from '../workbook/index.ts';

/** Reads planning workbooks with what people decided about them, and keeps their secrets out of everything that is stored. */
export interface PlanService {
  read(file: PlanFile): Promise<WorkbookReading>;
}

/** What the service needs of the home; null where there is none yet or it is only read. */
export interface PlanDecisions {
  readonly imports: Pick<Imports, 'find' | 'mappings'> | null;
  readonly vault: SecretVault | null;
}

/** One name for one file, however it was written. */
export function canonicalPath(path: string): string {
  const absolute = isAbsolute(path) ? path : resolve(path);
  try {
    return realpathSync(absolute);
  } catch {
    // Reading it will say that it is not there, by the name that was given.
    return absolute;
  }
}

export function createPlanService({ imports, vault }: PlanDecisions): PlanService {
  return {
    async read({ path, profile, language }) {
      const { readWorkbookInWorker } = await import('../workbook/index.ts');
      const found = imports?.find(canonicalPath(path)) ?? null;
      const reading = await readWorkbookInWorker(canonicalPath(path), {
        ...(profile === null ? {} : { profile }),
        language,
        mappings: [...(imports?.mappings() ?? [])],
        overrides: found?.overrides ?? [],
        ignored: found?.ignored ?? [],
        ...(found === null || vault === null ? {} : { overrideSecrets: vault.overrides(found.id) }),
      });
      vault?.keepSheet(reading.workbook.sha256, reading.secrets);
      return reading;
    },
  };
}

export function toPlanCheck({ profile, workbook, findings, counts }: WorkbookReading): PlanCheck {
  return { profile, workbook: { path: workbook.path, sha256: workbook.sha256 }, findings: [...findings], counts };
}
