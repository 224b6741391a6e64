import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localFiles } from '../adapters/files/local-files.ts';
import { AppError, isAppError } from '../contract/errors.ts';
import type { OpenWorld, WorldRequest } from '../engines/configure/index.ts';
import type {
  ConfigureWorld,
  WorkbookFile,
  WriteBackRequest,
  WriteBackResult,
} from '../engines/configure/ports.ts';
import type { Asked } from '../runner/definition.ts';
import type { PlanService } from './plan-service.ts';
import { openSite } from './open-site.ts';
import type { Services } from './services.ts';

/** Makes the acceptance report of a run; the runtime knows how. */
export type MakeReport = (runId: string) => Promise<string>;

const secretsQuestion = (missing: readonly string[], why: string): Asked => ({
  reason: 'secrets',
  code: 'secrets',
  text: `${why} Give what is missing with --secret KEY=env:NAME, or put the workbook back, then go on. Missing: ${missing.join(', ')}.`,
  facts: { missing },
  choices: [
    { id: 'continue', title: 'Try again' },
    { id: 'end', title: 'End the run here' },
  ],
});

const changedQuestion = (before: string, after: string): Asked => ({
  reason: 'ask',
  code: 'workbook-changed',
  text: 'The workbook was changed since this run was made. Go on with the plan as it was, or take the new sheet?',
  facts: { before, after },
  choices: [
    { id: 'snapshot', title: 'Go on with the plan as it was' },
    { id: 'sheet', title: 'Plan again with the new sheet' },
    { id: 'end', title: 'End the run here' },
  ],
});

type Secrets = { readonly values: ReadonlyMap<string, string> } | { readonly asks: Asked };

/** The secrets of the run, read from the workbook again; never from anything that was stored. */
async function resolveSecrets(
  request: WorldRequest,
  services: Services,
  plans: PlanService,
): Promise<Secrets> {
  const { input, secretPaths } = request;
  const { path, sha256 } = input.workbook;
  const given = (key: string): string | null => services.vault.given(input.orderId, key);
  const sheet = await readSheet(request, services, plans);
  if ('asks' in sheet) return sheet;
  const values = new Map<string, string>();
  for (const key of secretPaths) {
    const value = given(key) ?? sheet.values.get(key) ?? services.vault.sheet(sha256)?.get(key);
    if (value !== undefined) values.set(key, value);
  }
  const missing = secretPaths.filter((key) => !values.has(key));
  if (missing.length === 0) return { values };
  return { asks: secretsQuestion(missing, sheet.why ?? `Some secrets are not in ${path}.`) };
}

type Sheet =
  { readonly values: ReadonlyMap<string, string>; readonly why?: string } | { readonly asks: Asked };

async function readSheet(request: WorldRequest, services: Services, plans: PlanService): Promise<Sheet> {
  const { input } = request;
  const { path, sha256 } = input.workbook;
  try {
    const reading = await plans.read({ path, profile: input.plan.profile, language: input.language });
    const after = reading.workbook.sha256;
    if (after === sha256 || services.imports.ownHashes(path).includes(after))
      return { values: reading.secrets };
    const decided = request.answer('workbook-changed');
    if (decided?.facts['after'] !== after) return { asks: changedQuestion(sha256, after) };
    // The plan as it was holds no secrets, and those of another sheet are not its own.
    return { values: new Map(), why: 'The workbook was changed, so its passwords are not used.' };
  } catch (thrown) {
    if (!isAppError(thrown)) throw thrown;
    return { values: new Map(), why: thrown.message };
  }
}

function workbookFile(now: () => number): WorkbookFile {
  return {
    async readCell(path, sheet, cell) {
      const { readCellText } = await import('../workbook/write-cell.ts');
      return readCellText(path, sheet, cell);
    },
    writeCell: (request) => writeBack(request, now),
  };
}

/** Writes the cell, and has the new version's hash committed before it takes the workbook's place. */
async function writeBack(request: WriteBackRequest, now: () => number): Promise<WriteBackResult> {
  const { workbookPath, beforeReplace, expectedSha256, ...cell } = request;
  const { writeCell } = await import('../workbook/write-cell.ts');
  const { sha256OfFile } = await import('../workbook/write-cell/file-hash.ts');
  const hashes = { before: '', after: '' };
  const written = await writeCell(
    {
      ...{ ...cell, path: workbookPath },
      async beforeReplace(temporaryPath) {
        const [before, after] = await Promise.all([sha256OfFile(workbookPath), sha256OfFile(temporaryPath)]);
        if (expectedSha256 !== null && before !== expectedSha256.toLowerCase()) throw changed(workbookPath);
        Object.assign(hashes, { before, after });
        await beforeReplace?.(after);
      },
    },
    { now },
  );
  const { path, copy, backupPath } = written;
  if (!written.written) {
    hashes.before = await sha256OfFile(workbookPath);
    hashes.after = copy ? await sha256OfFile(path) : hashes.before;
  }
  return { path, copy, backupPath, sha256Before: hashes.before, sha256After: hashes.after };
}

function changed(path: string): AppError {
  return new AppError(
    'WORKBOOK_CHANGED',
    `${path} has been changed since it was read; nothing was written. Read it again and decide which version holds.`,
    { data: { path } },
  );
}

export interface WorldPorts {
  readonly services: Services;
  readonly plans: PlanService;
  readonly makeReport: MakeReport;
}

export function createOpenWorld({ services, plans, makeReport }: WorldPorts): OpenWorld {
  return async (request) => {
    const { input, runId } = request;
    const secrets = await resolveSecrets(request, services, plans);
    if ('asks' in secrets) return { kind: 'asks', question: secrets.asks };
    const { clock, vault, logs, siteKeys } = services;
    const site = await openSite(input, services, ({ method, path, status, durationMs, ec }) => {
      if (runId === 'preview') return;
      const facts = {
        action: `${method} ${path}`,
        status,
        durationMs: Math.round(durationMs),
        ...(ec === null ? {} : { ec }),
      };
      logs.append(runId, {
        atMs: clock.now(),
        level: 'info',
        step: null,
        message: `${method} ${path} → ${status ?? 'no answer'}`,
        facts,
      });
    });
    const world: ConfigureWorld = {
      ...{ cluster: site.cluster, hosts: site.hosts, uploader: site.uploader, chunkMap: services.chunkMap },
      ...{ workbook: workbookFile(() => clock.now()), files: localFiles },
      secret: (path) => secrets.values.get(path) ?? null,
      currentPassword: site.currentPassword,
      configuredToken: () => vault.given(input.orderId, 'token'),
      now: () => clock.now(),
      pause: (durationMs, signal) => clock.pause(durationMs, signal),
      async writeReport(id) {
        const html = await makeReport(id);
        const directory = join(services.home, 'runs', id);
        mkdirSync(directory, { recursive: true });
        const path = join(directory, 'report.html');
        writeFileSync(path, html);
        return path;
      },
      acceptKey: (kind, subject, fingerprint) =>
        siteKeys.accept({ site: site.siteName, kind, subject, fingerprint }, clock.now()),
    };
    return { kind: 'ready', world, release: () => site.release() };
  };
}
