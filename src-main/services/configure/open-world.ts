import { createHash } from 'node:crypto';
import { z } from 'zod';
import { mkdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { localFiles } from '../../adapters/files/local-files.ts';
import { hostOf } from '../../adapters/http/connection-rules.ts';
import { writeWholeFile } from '../../adapters/files/whole-file.ts';
import { AppError, isAppError } from '../../contract/errors.ts';
import type { OpenWorld, WorldRequest } from '../../engines/configure/index.ts';
import type {
  ConfigureWorld,
  WorkbookFile,
  WriteBackRequest,
  WriteBackResult,
} from '../../engines/configure/ports.ts';
import { sitePlanSchema, type SitePlan } from '../../contract/site-plan.ts';
import { verbatim, type Text } from '../../contract/text.ts';
import { askForSecrets } from '../../runner/ask-secrets.ts';
import { asking, questionOf } from '../../runner/define-step.ts';
import type { Asked } from '../../runner/definition.ts';
import { endHere } from '../../runner/requests.ts';
import { createLaptopRoutes } from './laptop-route.ts';
import type { PlanService } from './plan-service.ts';
import { openSite } from './open-site.ts';
import type { ConfigureServices } from './configure-services.ts';
import { compareSheet } from './sheet-identity.ts';

/** Makes the acceptance report of a run; the runtime knows how. */
export type MakeReport = (runId: string) => Promise<string>;

interface SheetVersion {
  readonly after: string;
  readonly plan: string;
}

/** Questions of earlier versions were about the file alone. */
const workbookChanged = questionOf(
  'workbook-changed',
  z.object({ before: z.string(), after: z.string(), plan: z.string().exactOptional() }),
);

const changedQuestion = (before: string, { after, plan }: SheetVersion): Asked =>
  asking(workbookChanged, {
    reason: 'ask',
    text: {
      zh: '规划表（含在本工具中的改值）在创建本执行任务之后被修改过。按原来的规划继续，还是按新的规划表重新规划？',
      en: 'The workbook or its overrides were changed after this run was created. Continue with the original plan, or plan again with the new workbook?',
    },
    facts: { before, after, plan },
    choices: [
      { id: 'snapshot', title: { zh: '按原来的规划继续', en: 'Continue with the original plan' } },
      { id: 'sheet', title: { zh: '按新的规划表重新规划', en: 'Plan again with the new workbook' } },
      endHere,
    ],
  });

type Secrets = { readonly values: ReadonlyMap<string, string> } | { readonly asks: Asked };

/** The secrets of the run, read from the workbook again; never from anything that was stored. */
async function resolveSecrets(
  request: WorldRequest,
  services: ConfigureServices,
  plans: PlanService,
): Promise<Secrets> {
  const { input, secretPaths } = request;
  const { path, sha256 } = input.workbook;
  const given = (key: string): string | null => services.vault.given(input.orderId, key);
  const sheet = await readSheet(request, services, plans);
  if ('asks' in sheet) {
    return sheet;
  }
  const gone = resolveGiven(input, services.vault);
  const values = new Map<string, string>();
  for (const key of secretPaths) {
    const value = given(key) ?? sheet.values.get(key) ?? services.vault.ofFile(sha256)?.get(key);
    if (value !== undefined) {
      values.set(key, value);
    }
  }
  // What was given instead of the sheet's is not the sheet's, also when it cannot be had any more.
  const missing = [...secretPaths.filter((key) => !values.has(key) && !gone.includes(key)), ...gone];
  // A preview asks nobody: each step that needs a missing secret says so for itself.
  if (missing.length === 0 || request.runId === 'preview') {
    return { values };
  }
  const notThere = { zh: `${path} 中缺少部分密码。`, en: `Some secrets are missing from ${path}.` };
  const or = { zh: '放回原来的规划表', en: 'restore the original workbook' };
  return { asks: askForSecrets({ missing, why: sheet.why ?? notThere, or }) };
}

/** What was handed over with the order, taken again from where it came; answers the names of what cannot be had any more. */
function resolveGiven(
  { orderId, given }: WorldRequest['input'],
  vault: ConfigureServices['vault'],
): string[] {
  return given.flatMap(({ key, environment }) => {
    if (vault.given(orderId, key) !== null) {
      return [];
    }
    const value = environment === null ? undefined : process.env[environment];
    if (value === undefined || value === '') {
      return [key];
    }
    vault.give(orderId, key, value);
    return [];
  });
}

type Sheet = { readonly values: ReadonlyMap<string, string>; readonly why?: Text } | { readonly asks: Asked };

async function readSheet(
  request: WorldRequest,
  services: ConfigureServices,
  plans: PlanService,
): Promise<Sheet> {
  const { input } = request;
  const { path, sha256 } = input.workbook;
  try {
    const reading = await plans.read({ path, profile: input.plan.profile });
    const after = reading.workbook.sha256;
    const isSame = (before: unknown): boolean =>
      before === after ||
      (typeof before === 'string' && services.imports.isOwnChange(path, { before, after }));
    const plan = sumOf(reading.plan);
    if (isSame(sha256) && plan === sumOf(input.plan)) {
      return { values: reading.secrets };
    }
    const decided = request.answer(workbookChanged)?.facts;
    if (!isSame(decided?.after) || plan !== decided?.plan) {
      return { asks: changedQuestion(sha256, { after, plan }) };
    }
    // The plan as it was holds no secrets, and those of another sheet are not its own.
    const why = {
      zh: '规划表已被修改，因此未使用其中的密码。',
      en: 'The workbook was changed, so its passwords were not used.',
    };
    return { values: new Map(), why };
  } catch (thrown) {
    if (!isAppError(thrown)) {
      throw thrown;
    }
    return { values: new Map(), why: thrown.text };
  }
}

/** Tells plans apart: a correction makes another plan of the same file. The serial is what we write ourselves. */
function sumOf(plan: SitePlan): string {
  const compared = sitePlanSchema.parse({ ...plan, origins: {}, cluster: { ...plan.cluster, serial: null } });
  return createHash('sha256').update(JSON.stringify(compared)).digest('hex');
}

interface WorkbookParts extends Pick<WorldPorts, 'services' | 'plans'> {
  /** The version that a person has seen and gone on beside, with the plan as it was; undefined for none. */
  readonly agreed: string | undefined;
}

function workbookFile({ services, plans, agreed }: WorkbookParts): WorkbookFile {
  const now = (): number => services.clock.now();
  return {
    compare: (sheet) => compareSheet({ ...sheet, agreed }, plans, services),
    async readCell(path, sheet, cell) {
      const [{ readCellText }, { isEmptyText }] = await Promise.all([
        import('../../workbook/write-cell.ts'),
        import('../../workbook/grid/placeholders.ts'),
      ]);
      const text = await readCellText(path, sheet, cell);
      return text === null || isEmptyText(text) ? null : text;
    },
    writeCell: (request) => writeBack(request, now),
  };
}

/** Writes the cell, and has the new version's hash committed before it takes the workbook's place. */
async function writeBack(request: WriteBackRequest, now: () => number): Promise<WriteBackResult> {
  const { workbookPath, beforeReplace, expectedSha256, ...cell } = request;
  const { writeCell } = await import('../../workbook/write-cell.ts');
  const { sha256OfFile } = await import('../../workbook/write-cell/file-hash.ts');
  const hashes = { before: '', after: '' };
  const written = await writeCell(
    {
      ...cell,
      path: workbookPath,
      async beforeReplace(temporaryPath) {
        const [before, after] = await Promise.all([sha256OfFile(workbookPath), sha256OfFile(temporaryPath)]);
        if (expectedSha256 !== null && before !== expectedSha256.toLowerCase()) {
          throw changed(workbookPath);
        }
        Object.assign(hashes, { before, after });
        await beforeReplace?.({ sha256Before: before, sha256After: after });
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
  const text = {
    zh: `${path} 在读取之后又被修改，未写入任何内容；请重新读取，并确认以哪个版本为准。`,
    en: `${path} was changed after it was read; nothing was written. Read it again and decide which version to keep.`,
  };
  return new AppError('WORKBOOK_CHANGED', text, { data: { path } });
}

export interface WorldPorts {
  readonly services: ConfigureServices;
  readonly plans: PlanService;
  readonly makeReport: MakeReport;
}

export function createOpenWorld({ services, plans, makeReport }: WorldPorts): OpenWorld {
  const routes = createLaptopRoutes(networkInterfaces);
  return async (request) => {
    const { input, runId } = request;
    const secrets = await resolveSecrets(request, services, plans);
    if ('asks' in secrets) {
      return { kind: 'asks', question: secrets.asks };
    }
    const { clock, vault, logs, siteKeys } = services;
    const isLook = runId === 'preview';
    const site = await openSite({ input, isLook }, services, (call) => {
      if (isLook) {
        return;
      }
      const step = services.calls.record(call);
      const { method, path, status, durationMs, ec } = call;
      const isRefused = status === null || status >= 400 || (ec !== null && ec !== 'EOK');
      const facts = {
        action: `${method} ${path}`,
        status,
        durationMs: Math.round(durationMs),
        ...(ec === null ? {} : { ec }),
        ...(isRefused ? { error: ec ?? `status ${status ?? 'none'}` } : {}),
      };
      logs.append(runId, {
        atMs: clock.now(),
        level: isRefused ? 'warn' : 'info',
        step,
        message:
          status === null
            ? { zh: `${method} ${path} → 无应答`, en: `${method} ${path} → no response` }
            : verbatim(`${method} ${path} → ${status}`),
        facts,
      });
    });
    const world: ConfigureWorld = {
      cluster: site.cluster,
      hosts: site.hosts,
      uploader: site.uploader,
      chunkMap: services.chunkMap,
      mayLogIn: request.mayLogIn,
      workbook: workbookFile({ services, plans, agreed: request.answer(workbookChanged)?.facts.after }),
      files: localFiles,
      secret: (path) => secrets.values.get(path) ?? null,
      currentPassword: site.currentPassword,
      configuredToken: () => vault.given(input.orderId, 'token'),
      laptopRoute:
        input.site.kind === 'practice'
          ? () => null
          : routes.toward(input.orderId, hostOf(input.site.baseUrl)),
      now: () => clock.now(),
      elapsed: () => clock.elapsed(),
      pause: (durationMs, signal) => clock.pause(durationMs, signal),
      async writeReport(id) {
        const html = await makeReport(id);
        const directory = join(services.home, 'runs', id);
        mkdirSync(directory, { recursive: true, mode: 0o700 });
        const path = join(directory, 'report.html');
        writeWholeFile(path, html, { mode: 0o600 });
        return path;
      },
      acceptKey: (kind, subject, fingerprint) =>
        siteKeys.accept({ site: site.siteName, kind, subject, fingerprint }, clock.now()),
    };
    return { kind: 'ready', world, release: () => site.release() };
  };
}
